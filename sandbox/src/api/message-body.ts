import { EmbedType, type MessageType } from 'discord-api-types/v10'
import { refusal } from '../protocol/api-error.ts'
import { messageProblems } from '../protocol/message-rule.ts'
import { completed, type Json } from '../state/component.ts'
import {
  blankMessage,
  type Origin,
  type StoredAttachment,
  type StoredMessage,
} from '../state/message.ts'
import { mentionsOf, pingedBy, type AllowedMentions } from '../state/mentions.ts'
import type { World } from '../state/world.ts'
import type { Upload } from './route.ts'

const EPHEMERAL = 1 << 6
const LOADING = 1 << 7
/** Flags a bot may set: SUPPRESS_EMBEDS, EPHEMERAL, SUPPRESS_NOTIFICATIONS, IS_COMPONENTS_V2. */
const SETTABLE = (1 << 2) | EPHEMERAL | (1 << 12) | (1 << 15)

/** Where a new message goes and what made it. */
export interface Posting {
  channelId: string
  authorId: string
  type: MessageType
  origin?: Origin
  ephemeralFor?: string
  replyTo?: string
}

/** A new message from a request's body. Throws 50035 or 50006 as Discord does. */
export function newMessage(
  world: World,
  posting: Posting,
  body: Json,
  uploads: Upload[],
): StoredMessage {
  const message: StoredMessage = {
    ...blankMessage(world.nextId(), posting.channelId, posting.authorId),
    ...posting,
    flags: posting.ephemeralFor === undefined ? 0 : EPHEMERAL,
  }
  const filled = withBody(world, message, body, uploads)
  if (isEmpty(filled)) throw refusal.emptyMessage()
  return notifying(world, filled, body)
}

/** A message that says "thinking…" until it is edited: the answer to a deferred interaction. */
export function loadingMessage(world: World, posting: Posting): StoredMessage {
  const flags = LOADING | (posting.ephemeralFor === undefined ? 0 : EPHEMERAL)
  return {
    ...blankMessage(world.nextId(), posting.channelId, posting.authorId),
    ...posting,
    flags,
  }
}

/**
 * What an edit makes of a message: fields that are absent stay; of the files only those stay that
 * `attachments` lists (all, when it is absent), and new ones are added.
 */
export function editedMessage(
  world: World,
  before: StoredMessage,
  body: Json,
  uploads: Upload[],
): StoredMessage {
  const wasLoading = (before.flags & LOADING) !== 0
  const message = withBody(world, { ...before, flags: before.flags & ~LOADING }, body, uploads)
  if (wasLoading) return notifying(world, message, body)
  return { ...mentioning(world, message, body), editedAt: new Date().toISOString() }
}

/** A new message notifies those it mentions; so does the edit that ends "thinking…". */
function notifying(world: World, message: StoredMessage, body: Json): StoredMessage {
  const filled = mentioning(world, message, body)
  const channel = world.place.channel(message.channelId)
  if (!channel || !filled.mentions) return filled
  const pinged = pingedBy(world.place, filled, channel, filled.mentions)
  return { ...filled, pinged }
}

function mentioning(world: World, message: StoredMessage, body: Json): StoredMessage {
  const channel = world.place.channel(message.channelId)
  if (!channel) return message
  const allowed = body['allowed_mentions'] as AllowedMentions | null | undefined
  const repliedTo = message.replyTo && world.message(message.replyTo)?.authorId
  return { ...message, mentions: mentionsOf(world.place, message, channel, allowed, repliedTo) }
}

function withBody(
  world: World,
  before: StoredMessage,
  body: Json,
  uploads: Upload[],
): StoredMessage {
  const flags = before.flags | (Number(body['flags'] ?? 0) & SETTABLE & ~EPHEMERAL)
  const draft = {
    flags,
    content: text(body['content'], before.content),
    embeds: list(body['embeds'], before.embeds),
    components: list(body['components'], before.components),
    fileNames: [...keptFiles(before, body), ...uploads].map((file) =>
      'filename' in file ? file.filename : file.name,
    ),
  }
  const problems = messageProblems(draft)
  if (problems.length > 0) throw refusal.invalidForm(problems)
  return {
    ...before,
    flags,
    content: draft.content,
    embeds: draft.embeds.map((embed) => ({ type: EmbedType.Rich, ...embed })),
    components: completed(draft.components),
    attachments: [...keptFiles(before, body), ...newFiles(world, body, uploads)],
  }
}

function keptFiles(before: StoredMessage, body: Json): StoredAttachment[] {
  const listed = body['attachments'] as { id: string; description?: string }[] | null | undefined
  if (!listed) return before.attachments
  return before.attachments.flatMap((file) => {
    const entry = listed.find(({ id }) => id === file.id)
    if (!entry) return []
    return [{ ...file, ...(entry.description != null && { description: entry.description }) }]
  })
}

function newFiles(world: World, body: Json, uploads: Upload[]): StoredAttachment[] {
  const listed = (body['attachments'] ?? []) as { id: string; description?: string | null }[]
  return uploads.map((upload) => {
    const description = listed.find(({ id }) => id === upload.index)?.description
    const file = world.addFile(upload.name, upload.bytes)
    return { ...file, ...(description != null && { description }) }
  })
}

function isEmpty(message: StoredMessage): boolean {
  const { content, embeds, components, attachments } = message
  return content === '' && embeds.length + components.length + attachments.length === 0
}

function text(value: unknown, before: string): string {
  if (value === undefined) return before
  return typeof value === 'string' ? value : ''
}

function list<T>(value: unknown, before: T[]): T[] {
  if (value === undefined) return before
  return Array.isArray(value) ? (value as T[]) : []
}
