import type { APIEmbed, APIMessageTopLevelComponent, MessageType } from 'discord-api-types/v10'

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
  commandName?: string
  messageId?: string
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
  /** Only this person sees it, and it is never written to disk. */
  ephemeralFor?: string
}
