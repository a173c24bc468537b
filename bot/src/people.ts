import type { BaseInteraction, User } from 'discord.js'
import { DisplayName } from '@sticky/shared/api/users'
import type { PublicUser } from '@sticky/shared/api/users'
import { BoundedMap } from './bounded-map.ts'
import { membershipOf } from './membership.ts'
import type { Membership } from './membership.ts'
import type { Api } from './server.ts'

const REMEMBERED = 5_000
/** A new name or a deleted account is noticed after at most this long. */
const REMEMBER_FOR = 5 * 60_000

/** Somebody who has just pressed or typed something: `api` acts in their name, in `channel`. */
export type Visitor = { user: PublicUser; api: Api; channel: string }

/** Discord's people as Sticky knows them. */
export type People = {
  /**
   * Who is behind an interaction, with what the chat says they may do in its channel already told
   * to the server (F9, T22). Throws what the API throws.
   */
  arrive: (interaction: BaseInteraction) => Promise<Visitor>
  /** Who a person of Discord is in Sticky, to share with them. Throws what the API throws. */
  know: (user: User) => Promise<PublicUser>
  /** The account that was known may have been deleted since: the next time they are asked about anew. */
  forget: (user: Pick<User, 'id'>) => void
  /** Tells the server what somebody may do in another channel. Throws what the API throws. */
  vouch: (visitor: Visitor, membership: Membership) => Promise<void>
}

export const createPeople = (api: Api): People => {
  const known = new BoundedMap<string, { name: string; asked: Promise<PublicUser> }>(
    REMEMBERED,
    REMEMBER_FOR,
  )

  const identify = (user: User): Promise<PublicUser> => {
    const name = displayNameOf(user)
    const before = known.get(user.id)
    if (before?.name === name) return before.asked
    const asked = api.putIdentity(user.id, name)
    const entry = { name, asked }
    known.set(user.id, entry)
    // A failure is an answer to this one question only.
    asked.catch(() => {
      if (known.get(user.id) === entry) known.delete(user.id)
    })
    return asked
  }

  const forget = ({ id }: Pick<User, 'id'>) => known.delete(id)

  const arrive = async (interaction: BaseInteraction): Promise<Visitor> => {
    const membership = membershipOf(interaction)
    try {
      const user = await identify(interaction.user)
      await api.putMembership({ userId: user.id, ...membership })
      return { user, api: api.as(user.id), channel: membership.channel }
    } catch (error) {
      // Whoever was remembered may have been deleted since; the next time is a fresh start.
      forget(interaction.user)
      throw error
    }
  }

  const vouch = ({ user }: Visitor, membership: Membership) =>
    api.putMembership({ userId: user.id, ...membership })

  return { arrive, know: identify, forget, vouch }
}

/**
 * The name a user chose for all of Discord; a nickname belongs to one server and would leak into
 * others. What Sticky's rule for names refuses is taken out, and what then shows nothing is
 * replaced (T11).
 */
export const displayNameOf = (user: Pick<User, 'id' | 'globalName' | 'username'>): string => {
  const names = [user.globalName ?? '', user.username].map(cleanName)
  return names.find(isVisible) ?? `User ${user.id.slice(-4)}`
}

const isVisible = (name: string): boolean =>
  /[\p{L}\p{N}\p{P}\p{S}]/u.test(name) && DisplayName.safeParse(name).success

/**
 * Without control, direction and private characters; the joiners stay, since scripts and emoji need
 * them.
 */
const cleanName = (name: string): string =>
  name
    .replace(/(?![\u200C\u200D])[\p{C}\u2028\u2029]/gu, '')
    .trim()
    .slice(0, 64)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim()
