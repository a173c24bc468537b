import { randomBytes } from 'node:crypto'
import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10'
import type { World } from '../state/world.ts'
import { ownersOf } from './context.ts'
import {
  originOf,
  type Action,
  type Initiator,
  type Interaction,
  type OpenModal,
} from './interaction.ts'

const ANSWER_WITHIN_MS = 3000
const TOKEN_LIFE_MS = 15 * 60 * 1000

/** Why an interaction failed, as Discord's clients say it. */
export const FAILED = 'This interaction failed'
const NO_ANSWER = 'The application did not respond'

/** Tells the bot of an interaction; false when none is connected. */
type Deliver = (interaction: Interaction) => boolean

/** All interactions that are waiting for an answer or whose token still counts, and the modals that are open. */
export class Interactions {
  readonly #world: World
  readonly #deliver: Deliver
  readonly #answerWithinMs: number
  readonly #byToken = new Map<string, Interaction>()
  readonly #timers = new Map<string, NodeJS.Timeout>()
  readonly #modals = new Map<string, OpenModal>()

  /** `answerWithinMs`: Discord's 3 s, or more where a slow machine is not what matters. */
  constructor(world: World, deliver: Deliver, answerWithinMs = ANSWER_WITHIN_MS) {
    this.#world = world
    this.#deliver = deliver
    this.#answerWithinMs = answerWithinMs
  }

  /** Sends an action to the bot. The initiator hears `failed` when the time passes without an answer. */
  start(action: Action, initiator: Initiator): void {
    const interaction: Interaction = {
      ...action,
      id: this.#world.nextId(),
      token: randomBytes(48).toString('base64url'),
      state: 'waiting',
      originalId: action.messageId ?? null,
      owners: ownersOf(this.#world.place, action),
      expiresAt: Date.now() + TOKEN_LIFE_MS,
      initiator,
    }
    this.#forgetExpired()
    this.#byToken.set(interaction.token, interaction)
    const timer = setTimeout(() => this.#fail(interaction), this.#answerWithinMs)
    this.#timers.set(interaction.token, timer)
    if (!this.#deliver(interaction)) this.#fail(interaction)
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

  /** From now on no token of now counts. */
  expireAll(): void {
    for (const interaction of this.#byToken.values()) interaction.expiresAt = 0
  }

  openModal(from: Interaction, data: APIModalInteractionResponseCallbackData): void {
    const modal = { id: this.#world.nextId(), data, from }
    this.#modals.set(modal.id, modal)
    from.initiator.modal(modal)
  }

  modal(id: string): OpenModal | undefined {
    return this.#modals.get(id)
  }

  closeModal(id: string): void {
    this.#modals.delete(id)
  }

  /** Sends what somebody entered; the modal is closed by it. */
  submitModal({ id, from }: OpenModal, data: Record<string, unknown>, initiator: Initiator): void {
    this.closeModal(id)
    const { user, channel, messageId } = from
    const isPressed = from.type === 3 && messageId !== undefined
    const action = { type: 5 as const, user, channel, data, trigger: originOf(from) }
    this.start({ ...action, ...(isPressed && { messageId }) }, initiator)
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }

  #fail(interaction: Interaction): void {
    if (interaction.state !== 'waiting') return
    interaction.state = 'failed'
    this.#stopTimer(interaction)
    interaction.initiator.failed(interaction.type === 3 ? FAILED : NO_ANSWER)
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
}
