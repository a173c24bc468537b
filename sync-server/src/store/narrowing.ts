import type { AllowedRoles, Membership } from './types.ts'

const RANK = { none: 0, view: 1, edit: 2, manage: 3 } as const

/**
 * The channels and roles, named as in grants, through which somebody may be able to do less by `word` than by what
 * was known of them in the same server (`before`). Who does not see the channel any more may have had their roles
 * through it alone, so these count too. Where some roles only may edit (`editors`), the loss of one of them, or of the
 * server's management, counts for all its channels.
 */
export const lostBy = (
  word: Membership,
  before: readonly Membership[],
  editors: AllowedRoles,
): string[] => {
  const { access } = before.find(({ channel }) => channel === word.channel) ?? { access: 'none' }
  const less = RANK[word.access] < RANK[access]
  const kept = less && word.access === 'none' ? [] : word.roles
  const roles = new Set(before.flatMap((one) => one.roles).filter((role) => !kept.includes(role)))
  const [guild = ''] = word.channel.split('/')
  const managed = before.some(({ managesGuild }) => managesGuild === true)
  const mayEditLess =
    editors !== null &&
    (editors.some((role) => roles.has(role)) || (managed && word.managesGuild !== true))
  const channels = [
    ...(less ? [word.channel] : []),
    ...(mayEditLess ? before.map(({ channel }) => channel) : []),
  ]
  return [
    ...new Set([
      ...channels.map((channel) => `channel:${channel}`),
      ...(less ? [`managers:${word.channel}`] : []),
      ...[...roles].map((role) => `role:${guild}/${role}`),
    ]),
  ]
}
