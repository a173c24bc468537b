import type { APIButtonComponent, Role as GuildRole, User } from 'discord.js'
import { StickyError } from '@sticky/shared/errors'
import { Principal } from '@sticky/shared/ids'
import type { Answer } from '../../answers/answer.ts'
import { button } from '../../answers/parts.ts'
import { plain } from '../../cards/markdown.ts'
import { postInto } from '../../cards/posting.ts'
import type { Action } from '../../interactions/action.ts'
import { customId } from '../../interactions/custom-id.ts'
import { answerPrivately } from '../../interactions/delivery.ts'
import type { Answerable } from '../../interactions/delivery.ts'
import { lookUp } from '../../look-up.ts'
import { displayNameOf } from '../../people.ts'
import type { Visitor } from '../../people.ts'
import { Refusal } from '../../refusal.ts'
import type { Services } from '../../services.ts'
import { textsOf } from '../../text/texts.ts'
import { askChannel, askEverybody } from './asking.ts'
import { isCovered } from './audience.ts'
import { give, grantsOf } from './grants.ts'
import { GIVEN_PATTERN, givenOf, sharePanel } from './panel.ts'
import type { Given } from './panel.ts'
import { mentionOf } from './principals.ts'

/** Who shares which document, and what those get with whom it is shared. */
export type Sharing = {
  interaction: Answerable
  services: Services
  visitor: Visitor
  documentId: string
  role: Given
}

/** A person or a role was chosen. */
export const shareWith = {
  kind: 'mentionableSelect',
  name: 'share-with',
  argument: GIVEN_PATTERN,
  handle: (interaction, { documentId, argument }, services) =>
    answerPrivately(interaction, async () => {
      const visitor = await services.people.arrive(interaction)
      const sharing = { interaction, services, visitor, documentId, role: givenOf(argument) }
      const user = interaction.users.first()
      if (user !== undefined) return giveTo(user, sharing)
      const role = interaction.roles.first()
      if (role === undefined) throw new Refusal(({ errors }) => errors.unknownPress)
      return giveToRole(role, sharing)
    }),
} satisfies Action

/** The same in direct messages, where there are no roles. */
export const shareWithPerson = {
  kind: 'userSelect',
  name: 'share-with',
  argument: GIVEN_PATTERN,
  handle: (interaction, { documentId, argument }, services) =>
    answerPrivately(interaction, async () => {
      const visitor = await services.people.arrive(interaction)
      const user = interaction.users.first()
      if (user === undefined) throw new Refusal(({ errors }) => errors.unknownPress)
      const role = givenOf(argument)
      return giveTo(user, { interaction, services, visitor, documentId, role })
    }),
} satisfies Action

/** A channel was chosen. */
export const shareInto = {
  kind: 'channelSelect',
  name: 'share-into',
  argument: GIVEN_PATTERN,
  handle: (interaction, { documentId, argument }, services) =>
    answerPrivately(interaction, async () => {
      const visitor = await services.people.arrive(interaction)
      const id = interaction.channels.firstKey()
      if (id === undefined) throw new Refusal(({ errors }) => errors.unknownPress)
      const sharing = { interaction, services, visitor, documentId, role: givenOf(argument) }
      return giveToChannel(id, sharing)
    }),
} satisfies Action

/** Whoever was asked says yes: `<role>.<channel or role>.<id>` of the server in which they are. */
export const shareAnyway = {
  kind: 'button',
  name: 'share-yes',
  argument: /(view|tick|edit)\.(channel|role)\.\d{17,20}/,
  handle: (interaction, { documentId, argument }, services) =>
    answerPrivately(interaction, async () => {
      const visitor = await services.people.arrive(interaction)
      const [given, kind, id = ''] = argument.split('.')
      const sharing = { interaction, services, visitor, documentId, role: givenOf(given) }
      if (kind === 'role') return withRole(id, sharing)
      await beSeenIn(id, sharing)
      return intoChannel(id, sharing)
    }),
} satisfies Action

/** Who may do more than was given to them is lowered to that: `<role>.<channel, role or user>.<id>`. */
export const shareLower = {
  kind: 'button',
  name: 'share-lower',
  argument: /(view|tick|edit)\.((channel|role)\.\d{17,20}|user\.[0-9a-f-]{36})/,
  handle: (interaction, { documentId, argument }, { people }) =>
    answerPrivately(interaction, async () => {
      const visitor = await people.arrive(interaction)
      const [given, kind = '', id = ''] = argument.split('.')
      const role = givenOf(given)
      const principal = principalOf(interaction, kind, id)
      const grant = await visitor.api.putGrant(documentId, principal, { role })
      const texts = textsOf(interaction.locale)
      const news = texts.share.given[role](mentionOf(grant, interaction, texts))
      return sharePanel(interaction, visitor, documentId, { role, news })
    }),
} satisfies Action

/** Somebody was chosen to have it no longer. */
export const takeAway = {
  kind: 'stringSelect',
  name: 'share-take',
  argument: GIVEN_PATTERN,
  handle: (interaction, { documentId, argument }, { people }) =>
    answerPrivately(interaction, async () => {
      const visitor = await people.arrive(interaction)
      const principal = Principal.safeParse(interaction.values[0])
      if (!principal.success) throw new Refusal(({ errors }) => errors.unknownPress)
      const { cut } = await visitor.api.deleteGrant(documentId, principal.data)
      const news = textsOf(interaction.locale).share.taken(cut)
      return sharePanel(interaction, visitor, documentId, { role: givenOf(argument), news })
    }),
} satisfies Action

/** Gives it to a person, by what Discord says they are called. */
export const giveTo = async (user: User, sharing: Sharing): Promise<Answer> => {
  const { interaction, services } = sharing
  if (user.bot) throw new Refusal(({ share }) => share.notToBots)
  if (user.id === interaction.user.id) throw new Refusal(({ share }) => share.notToYourself)
  const { id } = await services.people.know(user)
  try {
    const name = `**${plain(displayNameOf(user))}**`
    return await done(sharing, await given({ kind: 'user', id }, name, sharing))
  } catch (error) {
    if (error instanceof StickyError && error.code === 'not_found') services.people.forget(user)
    throw error
  }
}

/** Gives it to those with a role; asks before that is everybody. */
export const giveToRole = async (
  { id }: Pick<GuildRole, 'id'>,
  sharing: Sharing,
): Promise<Answer> => {
  const { interaction, visitor, documentId, role } = sharing
  const { guild, guildId } = interaction
  if (id !== guildId) return withRole(id, sharing)
  const grants = await grantsOf(visitor, documentId)
  if (isCovered(grants, guild, '', role)) return withRole(id, sharing)
  return askEverybody(id, sharing)
}

/**
 * Gives it to a channel and posts its card there; asks where more people get it than have it now
 * (F9). Whoever cannot be seen there is refused before.
 */
export const giveToChannel = async (id: string, sharing: Sharing): Promise<Answer> => {
  const { interaction, visitor, documentId, role } = sharing
  await beSeenIn(id, sharing)
  const grants = await grantsOf(visitor, documentId)
  return isCovered(grants, interaction.guild, keyOf(interaction, id), role)
    ? intoChannel(id, sharing)
    : askChannel(id, sharing)
}

const withRole = async (id: string, sharing: Sharing): Promise<Answer> => {
  const { interaction } = sharing
  const { share } = textsOf(interaction.locale)
  const who = id === interaction.guildId ? share.everybodyHere : `<@&${id}>`
  return done(sharing, await given({ kind: 'role', id }, who, sharing))
}

/** Tells the server what whoever shares may do in a channel in which they are not now (F9, T22). */
const beSeenIn = async (id: string, { interaction, services, visitor }: Sharing): Promise<void> => {
  const key = keyOf(interaction, id)
  if (key === visitor.channel) return
  const membership = await lookUp(interaction.client, key, interaction.user.id)
  if (membership !== null) await services.people.vouch(visitor, membership)
  if (membership === null || membership.access === 'none')
    throw new Refusal(({ share }) => share.refused.not_in_channel)
}

const intoChannel = async (id: string, sharing: Sharing): Promise<Answer> => {
  const { interaction, services, visitor, documentId } = sharing
  const key = keyOf(interaction, id)
  const { news, lower } = await given({ kind: 'channel', id }, `<#${id}>`, sharing)
  const posted = await postInto(interaction, services, visitor, { channel: key, documentId })
  const { share } = textsOf(interaction.locale)
  return done(sharing, { news: share.into[posted](news), lower })
}

type Outcome = { news: string; lower: APIButtonComponent | null }

/** Gives it to `who`; where they may do more anyway it says so, with a button that lowers it. */
const given = async (
  { kind, id }: { kind: 'user' | 'role' | 'channel'; id: string },
  who: string,
  { interaction, visitor, documentId, role }: Sharing,
): Promise<Outcome> => {
  const { share } = textsOf(interaction.locale)
  const principal = principalOf(interaction, kind, id)
  const has = await give({ visitor, documentId, principal, role })
  if (has === role || has === 'view') return { news: share.given[role](who), lower: null }
  const lowering = customId('share-lower', documentId, `${role}.${kind}.${id}`)
  return { news: share.already[has](who), lower: button(share.lower[role], lowering) }
}

const done = ({ interaction, visitor, documentId, role }: Sharing, outcome: Outcome) =>
  sharePanel(interaction, visitor, documentId, { role, ...outcome })

/** Whom a select or a button of this server names. */
const principalOf = (interaction: Answerable, kind: string, id: string): string => {
  if (kind === 'user') return `user:${id}`
  if (kind === 'channel') return `channel:${keyOf(interaction, id)}`
  if (interaction.guildId === null) throw new Refusal(({ errors }) => errors.unknownPress)
  return `role:${interaction.guildId}/${id}`
}

const keyOf = ({ guildId }: Answerable, id: string): string => `${guildId ?? '@me'}/${id}`
