import { PermissionFlagsBits as Can } from 'discord-api-types/v10'
import { isDirect, type Channel } from './channel.ts'
import { allComponents } from './component.ts'
import type { Mentions, StoredMessage } from './message.ts'
import { may, permissionsOf } from './permissions.ts'
import type { Place, User } from './place.ts'

const TEXT_DISPLAY = 10
const SUPPRESS_NOTIFICATIONS = 1 << 12
const CODE = /```[\s\S]*?```|`[^`\n]*`/g
const ESCAPED = /\\[<@]/g
const USER = /<@!?(\d+)>/g
const ROLE = /<@&(\d+)>/g
const EVERYONE = /@(?:everyone|here)\b/

/** `allowed_mentions` of a request. */
export interface AllowedMentions {
  parse?: string[] | null
  users?: string[] | null
  roles?: string[] | null
  replied_user?: boolean | null
}

type Sent = Pick<
  StoredMessage,
  'authorId' | 'content' | 'components' | 'flags' | 'ephemeralFor' | 'replyTo'
>

/**
 * Whom a message mentions: what its texts say outside of code, as far as `allowed_mentions` lets it (all, when it is
 * absent). Rule: docs.discord.com/developers/resources/message#allowed-mentions-object.
 */
export function mentionsOf(
  place: Place,
  sent: Sent,
  channel: Channel,
  allowed: AllowedMentions | null | undefined,
  repliedTo?: string,
): Mentions {
  const text = spokenText(sent)
  const parses = (kind: string) => !allowed || (allowed.parse ?? []).includes(kind)
  const isAllowed = (kind: 'users' | 'roles', id: string) =>
    parses(kind) || (allowed?.[kind] ?? []).includes(id)
  const users = ids(text, USER).filter((id) => place.user(id) && isAllowed('users', id))
  const isReplyPing = repliedTo !== undefined && (!allowed || allowed.replied_user === true)
  return {
    userIds: [...new Set(isReplyPing ? [...users, repliedTo] : users)],
    roleIds: ids(text, ROLE).filter((id) => place.role(id) && isAllowed('roles', id)),
    everyone: EVERYONE.test(text) && parses('everyone') && mayMentionAll(place, sent, channel),
  }
}

/** The people who get a notification: those mentioned who can read it; in a DM everybody there. */
export function pingedBy(
  place: Place,
  sent: Sent,
  channel: Channel,
  { userIds, roleIds, everyone }: Mentions,
): string[] {
  if ((sent.flags & SUPPRESS_NOTIFICATIONS) !== 0) return []
  const isMeant = ({ id, roleIds: roles }: User) =>
    everyone ||
    isDirect(channel) ||
    userIds.includes(id) ||
    (mayMentionAll(place, sent, channel) && roleIds.some((role) => roles.includes(role)))
  const mayRead = (user: User) =>
    may(permissionsOf(place, user, channel), Can.ViewChannel) &&
    (sent.ephemeralFor === undefined || sent.ephemeralFor === user.id)
  return place.users
    .filter((user) => !user.bot && user.id !== sent.authorId && isMeant(user) && mayRead(user))
    .map(({ id }) => id)
}

function mayMentionAll(place: Place, { authorId }: Sent, channel: Channel): boolean {
  const author = place.user(authorId)
  return author !== undefined && may(permissionsOf(place, author, channel), Can.MentionEveryone)
}

/** Content and text displays, without code and escaped signs: there is no mention in those. */
function spokenText({ content, components }: Sent): string {
  const displays = allComponents(components)
    .filter(({ type }) => type === TEXT_DISPLAY)
    .map((component) => String(component['content']))
  return [content, ...displays].join('\n').replaceAll(CODE, '').replaceAll(ESCAPED, '')
}

function ids(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, id = '']) => id))]
}
