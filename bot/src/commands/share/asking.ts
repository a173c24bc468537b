import { roleMention } from 'discord.js'
import type { Answer } from '../../answers/answer.ts'
import { confirmation } from '../../answers/confirmation.ts'
import { customId } from '../../interactions/custom-id.ts'
import type { Answerable } from '../../interactions/delivery.ts'
import type { Visitor } from '../../people.ts'
import { textsOf } from '../../text/texts.ts'
import type { Texts } from '../../text/texts.ts'
import { audienceOf } from './audience.ts'
import type { Given } from './panel.ts'
import { guildName, peopleOf } from './principals.ts'

/** What is to be shared, and as what. */
type Asked = { interaction: Answerable; visitor: Visitor; documentId: string; role: Given }

/** Whether everybody in the server is to have it (F9). */
export const askEverybody = (id: string, asked: Asked): Answer => {
  const { interaction, role } = asked
  const { guild } = interaction
  const { share } = textsOf(interaction.locale)
  const audience =
    guild === null
      ? share.audience.server
      : share.audience.everybody(guildName(guild), peopleOf(guild))
  return ask(asked, `role.${id}`, share.askEverybody[role](audience))
}

/** Whether a channel is to have it: who will read it there, and who of them may do more (F9). */
export const askChannel = async (id: string, asked: Asked): Promise<Answer> => {
  const { interaction, role } = asked
  const texts = textsOf(interaction.locale)
  const channel = interaction.guild?.channels.cache.get(id) ?? null
  const readers = texts.share.ask(audienceOf(channel, texts))
  const question = role === 'view' ? readers : `${readers} ${await writersOf(role, asked, texts)}`
  return ask(asked, `channel.${id}`, question)
}

/** The settings of the server count, too: to tick is to write (F9, F10). */
const writersOf = async (
  role: Exclude<Given, 'view'>,
  { interaction, visitor }: Asked,
  { share }: Texts,
): Promise<string> => {
  const { guildId } = interaction
  const roles = guildId === null ? null : (await visitor.api.guildSettings(guildId)).edit
  return roles === null
    ? share.writers[role]
    : share.onlyRoles[role](roles.map((one) => roleMention(one)).join(', '))
}

const ask = ({ interaction, documentId, role }: Asked, whom: string, question: string): Answer => {
  const texts = textsOf(interaction.locale)
  const id = customId('share-yes', documentId, `${role}.${whom}`)
  return confirmation({ question, yes: texts.share.yes, id }, texts)
}
