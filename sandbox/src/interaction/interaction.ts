import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10'
import type { Origin } from '../state/message.ts'
import type { Channel } from '../state/channel.ts'
import type { User } from '../state/place.ts'

/** A choice of an autocomplete answer. */
export interface Choice {
  name: string
  value: string | number
}

/** Whoever began an interaction, and wants to know how it went: a tab of the client page. */
export interface Initiator {
  answered: () => void
  /** In Discord's words, as `The application did not respond`. */
  failed: (reason: string) => void
  modal: (modal: OpenModal) => void
  choices: (choices: Choice[]) => void
  /** Opens the Activity there; resolves when its SDK has shaken hands, or after a while anyway. */
  launch: (instanceId: string, customId: string | null) => Promise<void>
}

/** A dialog that the bot opened for somebody, until it is sent or closed. */
export interface OpenModal {
  id: string
  data: APIModalInteractionResponseCallbackData
  /** The interaction it answers. */
  from: Interaction
}

/** What somebody did: used a command (2), pressed a component (3), typed into an option (4), sent a modal (5). */
export interface Action {
  type: 2 | 3 | 4 | 5
  user: User
  channel: Channel
  data: Record<string, unknown>
  commandName?: string
  /** The message whose component was pressed, also by way of a modal. */
  messageId?: string
  /** Of a modal: what had opened it. */
  trigger?: Origin
}

/** An interaction on its way: the bot has 3 s to answer it and 15 min to use its token. */
export interface Interaction extends Action {
  id: string
  token: string
  state: 'waiting' | 'answered' | 'failed'
  /** The message that `@original` means, once there is one. */
  originalId: string | null
  /** `authorizing_integration_owners`: where the application is installed. */
  owners: Record<string, string>
  expiresAt: number
  initiator: Initiator
}

/** How messages of this interaction say where they come from. */
export function originOf(interaction: Interaction): Origin {
  const { id, type, user, owners, commandName, messageId, trigger } = interaction
  return {
    id,
    type: type === 4 ? 2 : type,
    userId: user.id,
    owners,
    ...(commandName !== undefined && { commandName }),
    ...(messageId !== undefined && { messageId }),
    ...(trigger && { trigger }),
  }
}
