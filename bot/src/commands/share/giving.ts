import type { GuildBasedChannel, Role as GuildRole, User } from 'discord.js'
import type { Grant } from '@sticky/shared/api/grants'
import { StickyError } from '@sticky/shared/errors'
import { Principal } from '@sticky/shared/ids'
import type { Answer } from '../../answers/answer.ts'
import { confirmation } from '../../answers/confirmation.ts'
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
import { audienceOf, isCovered } from './audience.ts'
import { GIVEN_PATTERN, givenOf, sharePanel } from './panel.ts'
import type { Given } from './panel.ts'
import { guildName } from './principals.ts'

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
      return kind === 'channel' ? intoChannel(id, sharing) : withRole(id, sharing)
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
  const { interaction, services, visitor, documentId, role } = sharing
  if (user.bot) throw new Refusal(({ share }) => share.notToBots)
  if (user.id === interaction.user.id) throw new Refusal(({ share }) => share.notToYourself)
  const known = await services.people.know(user)
  try {
    await visitor.api.putGrant(documentId, `user:${known.id}`, { role })
  } catch (error) {
    if (error instanceof StickyError && error.code === 'not_found') services.people.forget(user)
    throw error
  }
  const { share } = textsOf(interaction.locale)
  return done(sharing, share.given[role](`**${plain(displayNameOf(user))}**`))
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
  const { share } = textsOf(interaction.locale)
  const audience =
    guild === null
      ? share.audience.conversation
      : share.audience.everybody(guildName(guild), guild.memberCount)
  return ask(sharing, `role.${id}`, audience)
}

/** Gives it to a channel and posts its card there; asks where more people get it than have it now (F9). */
export const giveToChannel = async (id: string, sharing: Sharing): Promise<Answer> => {
  const { interaction, visitor, documentId, role } = sharing
  const key = keyOf(interaction, id)
  const grants = await grantsOf(visitor, documentId)
  if (isCovered(grants, interaction.guild, key, role)) return intoChannel(id, sharing)
  const texts = textsOf(interaction.locale)
  return ask(sharing, `channel.${id}`, audienceOf(channelIn(interaction, id), texts))
}

const ask = ({ interaction, documentId, role }: Sharing, whom: string, audience: string) => {
  const texts = textsOf(interaction.locale)
  return confirmation(
    {
      question: texts.share.ask[role](audience),
      yes: texts.share.yes,
      id: customId('share-yes', documentId, `${role}.${whom}`),
    },
    texts,
  )
}

const withRole = async (id: string, sharing: Sharing): Promise<Answer> => {
  const { interaction, visitor, documentId, role } = sharing
  const { guildId } = interaction
  if (guildId === null) throw new Refusal(({ errors }) => errors.unknownPress)
  const { share } = textsOf(interaction.locale)
  await visitor.api.putGrant(documentId, `role:${guildId}/${id}`, { role })
  return done(sharing, share.given[role](id === guildId ? share.everybodyHere : `<@&${id}>`))
}

const intoChannel = async (id: string, sharing: Sharing): Promise<Answer> => {
  const { interaction, services, visitor, documentId, role } = sharing
  const key = keyOf(interaction, id)
  const isHere = key === visitor.channel
  const membership = isHere ? null : await lookUp(interaction.client, key, interaction.user.id)
  if (membership !== null) await services.people.vouch(visitor, membership)
  await visitor.api.putGrant(documentId, `channel:${key}`, { role })
  const { share } = textsOf(interaction.locale)
  const posted = await postInto(interaction, services, visitor, { channel: key, documentId })
  return done(sharing, share.into[posted](share.given[role](`<#${id}>`)))
}

const done = ({ interaction, visitor, documentId, role }: Sharing, news: string) =>
  sharePanel(interaction, visitor, documentId, { role, news })

/** Of up to a hundred grants: with more, asking once too often does no harm. */
const grantsOf = async ({ api }: Visitor, documentId: string): Promise<Grant[]> =>
  (await api.grants(documentId, { limit: 100 })).items

const keyOf = ({ guildId }: Answerable, id: string): string => `${guildId ?? '@me'}/${id}`

const channelIn = ({ guild }: Answerable, id: string): GuildBasedChannel | null =>
  guild?.channels.cache.get(id) ?? null
