import type { Channel, Thread } from '../state/channel.ts'
import { isThread } from '../state/channel.ts'
import type { StoredMessage } from '../state/message.ts'
import type { Place, Role, User } from '../state/place.ts'
import type { World } from '../state/world.ts'

/** A change that can't be made; the message says why. */
export class ChangeError extends Error {}

/** Somebody by key or id. */
export function personOf(place: Place, ref: string): User {
  const user = place.users.find(({ id, key }) => id === ref || key === ref)
  return (
    user ??
    unknown(
      'person',
      ref,
      place.users.map(({ key }) => key),
    )
  )
}

/** A role by name or id. */
export function roleOf(place: Place, ref: string): Role {
  const role = place.roles.find(({ id, name }) => id === ref || name === ref)
  return (
    role ??
    unknown(
      'role',
      ref,
      place.roles.map(({ name }) => name),
    )
  )
}

/** A channel, thread or group DM by name or id; somebody's DM with the bot by id. */
export function channelOf(place: Place, ref: string): Channel {
  const channel = place.channels.find(({ id, name }) => id === ref || name === ref)
  return (
    channel ??
    unknown(
      'channel',
      ref,
      place.channels.map(({ name }) => name),
    )
  )
}

export function threadOf(place: Place, ref: string): Thread {
  const channel = channelOf(place, ref)
  if (isThread(channel)) return channel
  throw new ChangeError(`${ref} is not a thread.`)
}

export function messageOf(world: World, id: string): StoredMessage {
  const message = world.message(id)
  if (message) return message
  throw new ChangeError(`There is no message ${id}.`)
}

function unknown(what: string, ref: string, names: string[]): never {
  throw new ChangeError(`There is no ${what} ${ref}. There are: ${[...new Set(names)].join(', ')}.`)
}
