import type {
  ButtonInteraction,
  ChannelSelectMenuInteraction,
  MentionableSelectMenuInteraction,
  ModalSubmitInteraction,
  RoleSelectMenuInteraction,
  StringSelectMenuInteraction,
  UserSelectMenuInteraction,
} from 'discord.js'
import type { Services } from '../services.ts'

/** What can be pressed, chosen from or sent, and what is heard of it. */
type Heard = {
  button: ButtonInteraction
  stringSelect: StringSelectMenuInteraction
  userSelect: UserSelectMenuInteraction
  roleSelect: RoleSelectMenuInteraction
  mentionableSelect: MentionableSelectMenuInteraction
  channelSelect: ChannelSelectMenuInteraction
  modal: ModalSubmitInteraction
}
export type Kind = keyof Heard

/** Something that carries a custom id was used by somebody. */
export type Use = Heard[Kind]

/**
 * What happens when something that carries `doc:<name>:…` is used; name and kind together are
 * unique. `argument` is what a whole argument looks like; without it there is none. Errors that
 * `handle` throws are told to whoever used it. What they may do is decided by who they are, never
 * by the id (T22).
 */
type ActionOf<K extends Kind, Id> = {
  kind: K
  name: string
  argument?: RegExp
  handle: (interaction: Heard[K], target: Id, services: Services) => Promise<void>
}

/** About a document, or (`bare`) about none: an id of the other sort is refused. */
type Of<K extends Kind> =
  | (ActionOf<K, { documentId: string; argument: string }> & { bare?: never })
  | (ActionOf<K, { argument: string }> & { bare: true })

export type Action = { [K in Kind]: Of<K> }[Kind]
