import { MessageType } from 'discord-api-types/v10'
import type { TextChannel, Thread } from './channel.ts'
import { blankMessage } from './message.ts'
import type { World } from './world.ts'

/** What a thread begins with; a thread of a message has that message's id. */
export interface ThreadStart {
  parent: TextChannel
  name: string
  ownerId: string
  memberIds: string[]
  isPrivate: boolean
  messageId?: string
}

/** Makes a thread; of a public one without a message the channel is told. */
export function startThread(world: World, start: ThreadStart): Thread {
  const { parent, name, ownerId, memberIds, isPrivate, messageId } = start
  const thread: Thread = {
    kind: isPrivate ? 'private-thread' : 'public-thread',
    id: messageId ?? world.nextId(),
    name,
    parentId: parent.id,
    ownerId,
    memberIds: [...new Set([ownerId, ...memberIds])],
    isArchived: false,
    isLocked: false,
    createdAt: new Date().toISOString(),
  }
  world.place.setChannel(thread)
  const source = messageId === undefined ? undefined : world.message(messageId)
  if (source) world.updateMessage(source)
  else if (!isPrivate) {
    world.addMessage({
      ...blankMessage(world.nextId(), parent.id, ownerId),
      type: MessageType.ThreadCreated,
      content: name,
    })
  }
  return thread
}

/** Puts people into a thread and takes others out. */
export function changeMembers(world: World, thread: Thread, add: string[], remove: string[]): void {
  const memberIds = [...new Set([...thread.memberIds, ...add])].filter((id) => !remove.includes(id))
  world.place.setChannel({ ...thread, memberIds })
}
