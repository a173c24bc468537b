import { ApplicationCommandType, messageLink } from 'discord.js'
import type { MessageContextMenuCommandInteraction, ModalSubmitInteraction } from 'discord.js'
import { allows } from '@sticky/shared/access'
import { Id } from '@sticky/shared/ids'
import { answer } from '../answers/answer.ts'
import type { Answer } from '../answers/answer.ts'
import { titleOf } from '../answers/document-entry.ts'
import { modal, selectField, textField } from '../answers/modal.ts'
import { button, section } from '../answers/parts.ts'
import { bare, clip } from '../cards/markdown.ts'
import type { Action } from '../interactions/action.ts'
import { customId } from '../interactions/custom-id.ts'
import { answerPrivately } from '../interactions/delivery.ts'
import { inTime } from '../interactions/in-time.ts'
import type { Visitor } from '../people.ts'
import { Refusal } from '../refusal.ts'
import type { Api } from '../server.ts'
import { namedIn, textsOf } from '../text/texts.ts'
import type { Texts } from '../text/texts.ts'
import { keeping } from '../unsaved.ts'
import { AVAILABLE } from './command.ts'
import type { MessageCommand } from './command.ts'
import { readTitle } from './title.ts'

const MAX_TEXT = 4_000
const MAX_TITLE = 100
/** Discord shows 25 choices; the first is a new document. */
const MAX_DOCUMENTS = 24
const NEW = 'new'

type Message = MessageContextMenuCommandInteraction['targetMessage']

/** The dialog was sent: writes into the document that was chosen, or makes one that is only theirs (T22). */
const save = {
  kind: 'modal',
  name: 'save',
  bare: true,
  handle: (interaction, _, { people }) => {
    const content = interaction.fields.getTextInputValue('text')
    const work = async () => {
      const { api } = await people.arrive(interaction)
      return write(api, interaction, content)
    }
    return answerPrivately(interaction, () => keeping(content, work))
  },
} satisfies Action

const write = async (
  api: Api,
  { fields, locale }: ModalSubmitInteraction,
  content: string,
): Promise<Answer> => {
  const texts = textsOf(locale)
  const [chosen] = fields.getStringSelectValues('document')
  const open = (id: string) => button(texts.launch.open, customId('edit', id))
  if (chosen === NEW) {
    const title = readTitle(fields.getTextInputValue('title') || titleFrom(content, texts))
    const made = await api.createDocument({ title, content: `${content}\n` })
    return answer(section(texts.save.made(titleOf(made, texts)), open(made.id)))
  }
  const id = Id.safeParse(chosen)
  if (!id.success) throw new Refusal(({ errors }) => errors.unknownPress)
  // first what may fail without harm: whoever is told to try again would have it twice
  const document = await api.document(id.data)
  await api.append(id.data, `\n${content}\n`)
  return answer(section(texts.save.added(titleOf(document, texts)), open(document.id)))
}

/**
 * *Save to document* on any message (F6): its text, who wrote it, the way back to it. Discord sends the message along, so that
 * the bot needs no right to read any.
 */
export const saveMessage = {
  data: {
    type: ApplicationCommandType.Message,
    ...namedIn(({ save }) => save.command),
    ...AVAILABLE,
  },
  execute: async (interaction, services) => {
    const texts = textsOf(interaction.locale)
    const content = contentOf(interaction, texts)
    const prepare = async () => {
      const visitor = await services.people.arrive(interaction)
      return form(content, await writable(visitor), texts)
    }
    await interaction.showModal(await inTime(prepare()))
  },
  actions: [save],
} satisfies MessageCommand

/** The latest that they may write in; those of this channel are among them. */
const writable = async ({ api }: Visitor) =>
  (await api.listDocuments({ scope: 'any', limit: 100 })).items
    .filter(({ role }) => allows(role, 'edit'))
    .slice(0, MAX_DOCUMENTS)

const form = (content: string, documents: { id: string; title: string }[], { save, doc }: Texts) =>
  modal(
    save.command,
    customId('save', null),
    selectField({
      id: 'document',
      label: save.where,
      options: [
        { label: save.newOne, value: NEW, default: true },
        ...documents.map(({ id, title }) => ({ label: bare(title) || doc.untitled, value: id })),
      ],
    }),
    textField({ id: 'title', label: save.title, description: save.titleFor, max: 200 }),
    textField({
      id: 'text',
      label: save.text,
      long: true,
      required: true,
      max: MAX_TEXT,
      value: content,
    }),
  )

/** `> what was written`, its attachments by name (their addresses expire), `— who, [message](address)`. */
const contentOf = (
  { targetMessage, guildId }: MessageContextMenuCommandInteraction,
  { save }: Texts,
): string => {
  const attachments = [...targetMessage.attachments.values()].map(
    ({ name }) => `- 📎 ${inline(name)}`,
  )
  const said = saidIn(targetMessage)
  if (said.trim() === '' && attachments.length === 0) throw new Refusal((texts) => texts.save.empty)
  const { channelId, id } = targetMessage
  const link = guildId === null ? messageLink(channelId, id) : messageLink(channelId, id, guildId)
  const end = ['', `— ${inline(nameOf(targetMessage))}, [${save.message}](${link})`]
  const around = [...attachments, ...end].join('\n')
  const quoted = quote(said)
  return [...(quoted === '' ? [] : [clip(quoted, MAX_TEXT - around.length - 1)]), around].join('\n')
}

/**
 * With names where somebody is mentioned. discord.js has none, whatever its type says, of a channel
 * that it does not know: in a server where only whoever saves has installed the app (F11).
 */
const saidIn = ({ cleanContent, content }: { cleanContent: string | null; content: string }) =>
  cleanContent ?? content

const quote = (content: string): string =>
  content.trim() === '' ? '' : content.replace(/^/gm, '> ').trimEnd()

const nameOf = ({ author, member }: Message): string =>
  member?.displayName ?? author.globalName ?? author.username

/** Inside a line of markdown, nothing comes out of it (T11). */
const inline = (name: string): string =>
  clip(bare(name), 100).replace(/[\\`*_~|[\]<>#!]/g, String.raw`\$&`)

const titleFrom = (content: string, { doc }: Texts): string => {
  const [first = ''] = content.split('\n')
  return clip(bare(first.replace(/^[>\s#*+-]+/, '')), MAX_TITLE) || doc.untitled
}
