import { OverwriteType, PermissionFlagsBits as Can, type APIOverwrite } from 'discord-api-types/v10'
import type { Place } from '../state/place.ts'
import { changeMembers, startThread } from '../state/start-thread.ts'
import type { Change } from '../wire/change.ts'
import type { Changes } from './changes.ts'
import { ChangeError, channelOf, messageOf, personOf, roleOf, threadOf } from './refs.ts'

type Of<K extends Change['kind']> = Extract<Change, { kind: K }>

/** Changes of people, roles, channels, threads and messages. */
export const placeChanges: Changes<
  | 'roles'
  | 'leave-guild'
  | 'join-guild'
  | 'overwrite'
  | 'role-permissions'
  | 'create-channel'
  | 'rename-channel'
  | 'delete-channel'
  | 'create-thread'
  | 'thread-members'
  | 'archive-thread'
  | 'delete-messages'
  | 'age-messages'
> = {
  roles: ({ services: { world } }, { person, roles }) => {
    const roleIds = roles.map((ref) => roleOf(world.place, ref).id)
    world.place.setUser({ ...personOf(world.place, person), roleIds })
  },
  'leave-guild': ({ services: { world } }, { person }) => {
    world.place.setUser({ ...personOf(world.place, person), isMember: false })
  },
  'join-guild': ({ services: { world } }, { person }) => {
    world.place.setUser({ ...personOf(world.place, person), isMember: true })
  },
  overwrite: ({ services: { world } }, change) => {
    const channel = channelOf(world.place, change.channel)
    if (channel.kind !== 'text') throw new ChangeError('Only text channels have overwrites.')
    const overwrite = overwriteOf(world.place, change)
    const others = channel.overwrites.filter(({ id }) => id !== overwrite.id)
    const isEmpty = overwrite.allow === '0' && overwrite.deny === '0'
    world.place.setChannel({ ...channel, overwrites: isEmpty ? others : [...others, overwrite] })
  },
  'role-permissions': ({ services: { world } }, { role, permissions }) => {
    const bits = bitsOf(permissions).toString()
    world.place.setRole({ ...roleOf(world.place, role), permissions: bits })
  },
  'create-channel': ({ services: { world } }, { name, topic = '', only }) => {
    const { place } = world
    const position = place.channels.filter(({ kind }) => kind === 'text').length
    const overwrites = only ? privateTo(place, only) : []
    const id = world.nextId()
    place.setChannel({ kind: 'text', id, name, topic, position, overwrites })
    return { id }
  },
  'rename-channel': ({ services: { world } }, { channel, name }) => {
    world.place.setChannel({ ...channelOf(world.place, channel), name })
  },
  'delete-channel': ({ services: { world } }, { channel }) => {
    world.place.removeChannel(channelOf(world.place, channel))
  },
  'create-thread': ({ services: { world } }, change) => {
    const parent = channelOf(world.place, change.channel)
    if (parent.kind !== 'text') throw new ChangeError('Only text channels have threads.')
    const thread = startThread(world, {
      parent,
      name: change.name,
      ownerId: world.place.guild.ownerId,
      memberIds: people(world.place, change.members),
      isPrivate: change.isPrivate ?? false,
      ...(change.messageId !== undefined && { messageId: messageOf(world, change.messageId).id }),
    })
    return { id: thread.id }
  },
  'thread-members': ({ services: { world } }, { thread, add, remove }) => {
    const { place } = world
    changeMembers(world, threadOf(place, thread), people(place, add), people(place, remove))
  },
  'archive-thread': ({ services: { world } }, { thread, isArchived, isLocked }) => {
    const before = threadOf(world.place, thread)
    world.place.setChannel({ ...before, isArchived, isLocked: isLocked ?? before.isLocked })
  },
  'delete-messages': ({ services: { world } }, { messageIds }) => {
    const messages = messageIds.map((id) => messageOf(world, id))
    const channelIds = new Set(messages.map(({ channelId }) => channelId))
    if (channelIds.size > 1) throw new ChangeError('Messages are deleted in one channel at a time.')
    const [first] = messages
    if (messages.length === 1 && first) world.deleteMessage(first)
    else world.deleteMessages(messages)
  },
  'age-messages': ({ services: { world } }, { messageIds, ms }) => {
    const all = () => world.place.channels.flatMap(({ id }) => world.messages(id))
    const messages = messageIds?.map((id) => messageOf(world, id)) ?? all()
    for (const message of messages) world.ageMessage(message, ms)
  },
}

function people(place: Place, refs: string[] = []): string[] {
  return refs.map((ref) => personOf(place, ref).id)
}

function overwriteOf(place: Place, { role, person, allow, deny }: Of<'overwrite'>): APIOverwrite {
  const bits = { allow: bitsOf(allow).toString(), deny: bitsOf(deny).toString() }
  if (role !== undefined) return { id: roleOf(place, role).id, type: OverwriteType.Role, ...bits }
  if (person === undefined) throw new ChangeError('An overwrite is for a role or a person.')
  return { id: personOf(place, person).id, type: OverwriteType.Member, ...bits }
}

/** Hidden from everybody but these roles and people. */
function privateTo(place: Place, only: string[]): APIOverwrite[] {
  const view = { allow: ['ViewChannel'], deny: [] }
  const allowed = only.map((ref) => {
    const isRole = place.roles.some(({ id, name }) => id === ref || name === ref)
    const who = isRole ? { role: ref } : { person: ref }
    return overwriteOf(place, { kind: 'overwrite', channel: '', ...who, ...view })
  })
  const hidden = { role: place.guild.id, allow: [], deny: ['ViewChannel'] }
  return [overwriteOf(place, { kind: 'overwrite', channel: '', ...hidden }), ...allowed]
}

function bitsOf(names: string[]): bigint {
  return names.reduce((bits, name) => {
    const bit = (Can as Record<string, bigint>)[name]
    if (bit === undefined) throw new ChangeError(`There is no permission ${name}.`)
    return bits | bit
  }, 0n)
}
