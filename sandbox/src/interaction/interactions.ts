import { randomBytes } from 'node:crypto'
import { Locale } from 'discord-api-types/v10'
import type { Payloads } from '../state/payloads.ts'
import { permissionsOf } from '../state/permissions.ts'
import type { World } from '../state/world.ts'
import type { Action, Initiator, Interaction } from './interaction.ts'

const ANSWER_WITHIN_MS = 3000
const TOKEN_LIFE_MS = 15 * 60 * 1000
const ATTACHMENT_SIZE_LIMIT = 10 * 1024 * 1024

/** What this needs of the gateway: false when no bot is connected. */
type Dispatch = (event: 'INTERACTION_CREATE', data: unknown) => boolean

/** All interactions that are waiting for an answer or whose token still counts. */
export class Interactions {
  readonly #world: World
  readonly #payloads: Payloads
  readonly #dispatch: Dispatch
  readonly #byToken = new Map<string, Interaction>()
  readonly #timers = new Map<string, NodeJS.Timeout>()

  constructor(world: World, payloads: Payloads, dispatch: Dispatch) {
    this.#world = world
    this.#payloads = payloads
    this.#dispatch = dispatch
  }

  /** Sends an action to the bot. The initiator hears `failed` when 3 s pass without an answer. */
  start(action: Action, initiator: Initiator): void {
    const interaction: Interaction = {
      ...action,
      id: this.#world.nextId(),
      token: randomBytes(48).toString('base64url'),
      state: 'waiting',
      originalId: action.messageId ?? null,
      expiresAt: Date.now() + TOKEN_LIFE_MS,
      initiator,
    }
    this.#forgetExpired()
    this.#byToken.set(interaction.token, interaction)
    const timer = setTimeout(() => this.#fail(interaction), ANSWER_WITHIN_MS)
    this.#timers.set(interaction.token, timer)
    const isSent = this.#dispatch('INTERACTION_CREATE', this.#payload(interaction))
    if (!isSent) this.#fail(interaction)
  }

  /** The interaction of a token that is not too old. */
  find(token: string): Interaction | undefined {
    const interaction = this.#byToken.get(token)
    return interaction && interaction.expiresAt > Date.now() ? interaction : undefined
  }

  /** Takes the one answer an interaction may have. */
  settle(interaction: Interaction): void {
    interaction.state = 'answered'
    this.#stopTimer(interaction)
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }

  #fail(interaction: Interaction): void {
    if (interaction.state !== 'waiting') return
    interaction.state = 'failed'
    this.#stopTimer(interaction)
    interaction.initiator.failed()
  }

  #stopTimer({ token }: Interaction): void {
    clearTimeout(this.#timers.get(token))
    this.#timers.delete(token)
  }

  #forgetExpired(): void {
    for (const [token, { expiresAt }] of this.#byToken) {
      if (expiresAt <= Date.now()) this.#byToken.delete(token)
    }
  }

  #payload(interaction: Interaction): unknown {
    const { seed } = this.#world
    const { user, channel } = interaction
    const permissions = permissionsOf(seed, user, channel).toString()
    const source = interaction.messageId && this.#world.message(interaction.messageId)
    return {
      id: interaction.id,
      application_id: seed.bot.id,
      type: interaction.type,
      token: interaction.token,
      version: 1,
      data: interaction.data,
      guild_id: seed.guild.id,
      guild: { id: seed.guild.id, locale: Locale.EnglishUS, features: [] },
      channel_id: channel.id,
      channel: { ...this.#payloads.channel(channel), permissions },
      member: { ...this.#payloads.member(user), permissions },
      app_permissions: permissionsOf(seed, seed.bot, channel).toString(),
      locale: Locale.EnglishUS,
      guild_locale: Locale.EnglishUS,
      entitlements: [],
      authorizing_integration_owners: { '0': seed.guild.id },
      context: 0,
      attachment_size_limit: ATTACHMENT_SIZE_LIMIT,
      ...(source && { message: this.#payloads.message(source) }),
    }
  }
}
