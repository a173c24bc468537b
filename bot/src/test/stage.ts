import { isDeepStrictEqual } from 'node:util'
import type { Interaction } from 'discord.js'
import { ComponentType } from 'discord.js'
import { Activities } from '../activities.ts'
import { Refresh } from '../cards/refresh.ts'
import { route } from '../interactions/router.ts'
import { createPeople } from '../people.ts'
import type { Services } from '../services.ts'
import { Sticking } from '../sticking/sticking.ts'
import { FakeServer } from './fake-api.ts'
import { FakeChannels } from './fake-channels.ts'
import { FakeMessages } from './fake-messages.ts'
import { FakeInteraction, inAnswer } from './fake-interaction.ts'
import type { FakeKind } from './fake-interaction.ts'
import { silent } from './silent-log.ts'

type Change = Partial<FakeInteraction>
type Typed = Record<string, string>

/** The bot between a server and people that are not there. Close it after each test. */
export class Stage {
  readonly server = new FakeServer()
  readonly channels = new FakeChannels()
  readonly messages = new FakeMessages()
  /** Who is in whichever Activity, by their ids at Discord. */
  present: string[] = []
  readonly services: Services

  constructor() {
    const api = this.server.api()
    const { channels, messages } = this
    const refresh = new Refresh(api, channels, silent)
    const told = { api, refresh, messages, log: silent }
    this.services = {
      clientId: '1',
      publicUrl: 'https://sticky.example.org',
      people: createPeople(api),
      activities: new Activities(async () => this.present),
      sticking: new Sticking({ ...told, channels }),
      ...told,
    }
  }

  close(): void {
    this.services.refresh.close()
    this.services.sticking.close()
  }

  /** `/doc <subcommand> <option>:…` */
  run(subcommand: string, typed: Typed = {}, change: Change = {}): Promise<FakeInteraction> {
    return this.#send('chatInputCommand', { subcommand, ...typed }, change)
  }

  /** Picks a command from the menu of `targetMessage`. */
  pick(commandName: string, change: Change): Promise<FakeInteraction> {
    return this.#send('messageContextMenuCommand', {}, { commandName, ...change })
  }

  /** What is suggested while `document` is typed. */
  async suggest(document: string, change: Change = {}): Promise<{ name: string; value: string }[]> {
    const typed = { subcommand: 'open', document }
    const { told } = await this.#send('autocomplete', typed, change)
    return told[0]?.['choices'] as { name: string; value: string }[]
  }

  /** Presses a button; in an answer to one person, if nothing else is said. */
  press(customId: string, change: Change = {}): Promise<FakeInteraction> {
    return this.#send('button', {}, { customId, message: inAnswer, ...change })
  }

  choose(customId: string, values: string[], change: Change = {}): Promise<FakeInteraction> {
    const more = { customId, values, message: inAnswer, ...change }
    return this.#send(change.kind ?? 'stringSelectMenu', {}, more)
  }

  submit(customId: string, typed: Typed, change: Change = {}): Promise<FakeInteraction> {
    return this.#send('modalSubmit', typed, { customId, ...change })
  }

  /** The app launcher's button. */
  enter(): Promise<FakeInteraction> {
    return this.#send('primaryEntryPointCommand', {}, {})
  }

  async #send(kind: FakeKind, typed: Typed, change: Change): Promise<FakeInteraction> {
    const interaction = Object.assign(new FakeInteraction(typed), { kind }, change)
    await route(interaction.as<Interaction>(), this.services)
    return interaction
  }
}

/** How somebody was answered, in order. */
export const hows = ({ told }: FakeInteraction): string[] => told.map(({ how }) => how)

type Part = Record<string, unknown>

/** All components of the last thing somebody was told, in reading order. */
export const partsOf = ({ told }: FakeInteraction): Part[] => flat(told.at(-1)?.['components'])

const flat = (components: unknown): Part[] =>
  ((components ?? []) as Part[]).flatMap((part) => [
    part,
    ...flat(part['components']),
    ...(part['accessory'] === undefined ? [] : flat([part['accessory']])),
  ])

/** All that stands in the last thing somebody was told, as Discord's markdown. */
export const textIn = (interaction: FakeInteraction): string =>
  [
    interaction.told.at(-1)?.['content'],
    ...partsOf(interaction).map(({ type, content }) =>
      type === ComponentType.TextDisplay ? content : undefined,
    ),
  ]
    .filter((one) => one !== undefined)
    .join('\n')

/** What stands in the first file of the last thing somebody was told. */
export const fileIn = (interaction: FakeInteraction): string | undefined => {
  const [file] = (interaction.told.at(-1)?.['files'] ?? []) as {
    attachment: Buffer
    name: string
  }[]
  const shown = { type: ComponentType.File, file: { url: `attachment://${file?.name}` } }
  if (!partsOf(interaction).some((part) => isDeepStrictEqual(part, shown))) return undefined
  return file?.attachment.toString()
}

/** The custom id of the first button called so; of the first that begins so. */
export const idOf = (interaction: FakeInteraction, label: string): string => {
  const found = partsOf(interaction).find((part) => String(part['label'] ?? '').startsWith(label))
  if (found === undefined) throw new Error(`there is no button ${label}`)
  return String(found['custom_id'])
}
