import type { Origin } from '../state/message.ts'
import type { SeedChannel, SeedUser } from '../state/seed.ts'

/** A choice of an autocomplete answer. */
export interface Choice {
  name: string
  value: string | number
}

/** Whoever began an interaction, and wants to know how it went: a tab of the client page. */
export interface Initiator {
  answered: () => void
  failed: () => void
  choices: (choices: Choice[]) => void
  /** Opens the Activity there; resolves when its SDK has shaken hands, or after a while anyway. */
  launch: (instanceId: string, customId: string | null) => Promise<void>
}

/** What somebody did: used a command (2), pressed a component (3), typed into an option (4). */
export interface Action {
  type: 2 | 3 | 4
  user: SeedUser
  channel: SeedChannel
  data: Record<string, unknown>
  commandName?: string
  /** The message whose component was pressed. */
  messageId?: string
}

/** An interaction on its way: the bot has 3 s to answer it and 15 min to use its token. */
export interface Interaction extends Action {
  id: string
  token: string
  state: 'waiting' | 'answered' | 'failed'
  /** The message that `@original` means, once there is one. */
  originalId: string | null
  expiresAt: number
  initiator: Initiator
}

/** How messages of this interaction say where they come from. */
export function originOf(interaction: Interaction): Origin {
  return {
    id: interaction.id,
    type: interaction.type === 3 ? 3 : 2,
    userId: interaction.user.id,
    ...(interaction.commandName !== undefined && { commandName: interaction.commandName }),
    ...(interaction.messageId !== undefined && { messageId: interaction.messageId }),
  }
}
