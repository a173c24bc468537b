import { MessageType, PermissionFlagsBits as Can } from 'discord-api-types/v10'
import { newMessage } from '../api/message-body.ts'
import type { Services } from '../api/services.ts'
import { ApiError } from '../protocol/api-error.ts'
import { isDirect, isThread, type Channel } from '../state/channel.ts'
import type { StoredMessage } from '../state/message.ts'
import { may, maySendIn, permissionsOf } from '../state/permissions.ts'
import { pinMessage, unpinMessage } from '../state/pin.ts'
import type { User } from '../state/place.ts'
import { changeMembers, startThread } from '../state/start-thread.ts'
import type { FromPage } from '../wire/control.ts'

type Of<T extends FromPage['type']> = Extract<FromPage, { type: T }>

/** What a person does by themselves. Whatever they may not do does nothing: their page does not offer it. */
export function post({ world }: Services, user: User, sent: Of<'post'>): void {
  const channel = world.place.channel(sent.channelId)
  const files = sent.files ?? []
  const isEmpty = sent.content.trim() === '' && files.length === 0
  if (!channel || isEmpty || !maySendIn(world.place, user, channel)) return
  const uploads = files.map(({ name, data }, index) => ({
    index: String(index),
    name,
    bytes: Buffer.from(data, 'base64'),
  }))
  const answered = sent.replyTo === undefined ? undefined : world.message(sent.replyTo)
  const posting = {
    channelId: channel.id,
    authorId: user.id,
    type: answered ? MessageType.Reply : MessageType.Default,
    ...(answered && { replyTo: answered.id }),
  }
  try {
    world.addMessage(newMessage(world, posting, { content: sent.content }, uploads))
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
  }
}

export function editMessage({ world }: Services, user: User, edit: Of<'edit-message'>): void {
  const message = world.message(edit.messageId)
  if (message?.authorId !== user.id || edit.content.trim() === '') return
  world.updateMessage({ ...message, content: edit.content, editedAt: new Date().toISOString() })
}

/** One's own messages, those of others with ManageMessages, and ephemeral ones: those are for one person only. */
export function deleteMessage(
  { world }: Services,
  user: User,
  { messageId }: Of<'delete-message'>,
) {
  const message = world.message(messageId)
  const channel = message && world.place.channel(message.channelId)
  if (!channel) return
  const isManager = !isDirect(channel) && can(world.place, user, channel, Can.ManageMessages)
  const isTheirs = message.authorId === user.id || message.ephemeralFor === user.id
  if (isTheirs || (isManager && message.ephemeralFor === undefined)) world.deleteMessage(message)
}

export function pin({ world }: Services, user: User, { messageId, isPinned }: Of<'pin'>): void {
  const message: StoredMessage | undefined = world.message(messageId)
  const channel = message && world.place.channel(message.channelId)
  if (!channel || message.ephemeralFor !== undefined) return
  if (!can(world.place, user, channel, Can.PinMessages)) return
  if (isPinned) pinMessage(world, message, user.id)
  else unpinMessage(world, message)
}

export function createThread({ world }: Services, user: User, act: Of<'create-thread'>): void {
  const parent = world.place.channel(act.channelId)
  const bit = act.isPrivate ? Can.CreatePrivateThreads : Can.CreatePublicThreads
  if (parent?.kind !== 'text' || !can(world.place, user, parent, bit)) return
  startThread(world, {
    parent,
    name: act.name,
    ownerId: user.id,
    memberIds: [],
    isPrivate: act.isPrivate,
    ...(act.messageId !== undefined && { messageId: act.messageId }),
  })
}

export function joinThread({ world }: Services, user: User, channelId: string): void {
  const thread = world.place.channel(channelId)
  const isOpen = thread && isThread(thread) && can(world.place, user, thread, Can.ViewChannel)
  if (isOpen) changeMembers(world, thread, [user.id], [])
}

export function leaveThread({ world }: Services, user: User, channelId: string): void {
  const thread = world.place.channel(channelId)
  if (thread && isThread(thread)) changeMembers(world, thread, [], [user.id])
}

function can(
  place: Services['world']['place'],
  user: User,
  channel: Channel,
  bit: bigint,
): boolean {
  return may(permissionsOf(place, user, channel), Can.ViewChannel | bit)
}
