import { MessageType, type APIEmbed, type APIMessageTopLevelComponent } from 'discord-api-types/v10'

/** A file of a message; its bytes lie in the data directory under the attachment's id. */
export interface StoredAttachment {
  id: string
  filename: string
  size: number
  contentType: string
  width?: number
  height?: number
  description?: string
}

/** How a message came to be, when an interaction made it. */
export interface Origin {
  id: string
  type: 2 | 3 | 5
  userId: string
  /** Where the application is installed, as interactions say it: `{'0': guild, '1': user}`. */
  owners: Record<string, string>
  commandName?: string
  messageId?: string
  /** Of a modal: what had opened it. */
  trigger?: Origin
}

/** Whom a message mentions, as far as its sender allows. */
export interface Mentions {
  userIds: string[]
  roleIds: string[]
  everyone: boolean
}

/** A message as it is kept. Media still say `attachment://name`; addresses are added on the way out. */
export interface StoredMessage {
  id: string
  channelId: string
  authorId: string
  type: MessageType
  content: string
  embeds: APIEmbed[]
  components: APIMessageTopLevelComponent[]
  attachments: StoredAttachment[]
  flags: number
  timestamp: string
  editedAt: string | null
  origin?: Origin
  mentions?: Mentions
  /** Whom it notified when it was sent. */
  pinged?: string[]
  pinnedAt?: string
  /** The message this one answers. */
  replyTo?: string
  /** How much older than it is the rule of old edits takes it to be, in ms. */
  agedMs?: number
  /** Only this person sees it, and it is never written to disk. */
  ephemeralFor?: string
}

/** A message of now that says nothing yet. */
export function blankMessage(id: string, channelId: string, authorId: string): StoredMessage {
  return {
    id,
    channelId,
    authorId,
    type: MessageType.Default,
    content: '',
    embeds: [],
    components: [],
    attachments: [],
    flags: 0,
    timestamp: new Date().toISOString(),
    editedAt: null,
  }
}
