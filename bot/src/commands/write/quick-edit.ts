import type {
  ChatInputCommandInteraction,
  MessageComponentInteraction,
  ModalSubmitInteraction,
} from 'discord.js'
import { allows } from '@sticky/shared/access'
import { StickyError } from '@sticky/shared/errors'
import { answer } from '../../answers/answer.ts'
import type { Answer } from '../../answers/answer.ts'
import { modal, textField } from '../../answers/modal.ts'
import { button, section } from '../../answers/parts.ts'
import { BoundedMap } from '../../bounded-map.ts'
import { bare } from '../../cards/markdown.ts'
import type { Action } from '../../interactions/action.ts'
import { customId } from '../../interactions/custom-id.ts'
import { answerPrivately } from '../../interactions/delivery.ts'
import { inTime } from '../../interactions/in-time.ts'
import type { Visitor } from '../../people.ts'
import { Refusal } from '../../refusal.ts'
import type { Api } from '../../server.ts'
import type { Services } from '../../services.ts'
import { textsOf } from '../../text/texts.ts'
import type { Texts } from '../../text/texts.ts'
import { keeping } from '../../unsaved.ts'
import { changed } from './typed.ts'

/** Discord's limit of a text field. */
const MAX_TEXT = 4_000
/** What the dialog began with: entry of the log, ETag without its quotes. */
const BASE = /(\d{1,16})\.([\w-]{43})/
/** The texts that dialogs began with, by document and ETag: 4,000 characters each, for an hour. */
const shown = new BoundedMap<string, string>(1_000, 3_600_000)

type Opening = ChatInputCommandInteraction | MessageComponentInteraction

/**
 * Shows the text in a dialog (F7). `choose` names the document for who acted; throws a {@link Refusal} where it is too long, or
 * they may not edit it.
 */
export const openQuickEdit = async (
  interaction: Opening,
  { people }: Services,
  choose: (visitor: Visitor) => Promise<string>,
): Promise<void> => {
  const prepare = async () => {
    const visitor = await people.arrive(interaction)
    return form(visitor, await choose(visitor), textsOf(interaction.locale))
  }
  await interaction.showModal(await inTime(prepare()))
}

const form = async ({ api }: Visitor, id: string, { doc, write }: Texts) => {
  const [{ role }, content] = await Promise.all([api.document(id), api.contentJson(id)])
  if (!allows(role, 'edit')) throw new Refusal((texts) => texts.write.readOnly)
  const { length } = content.text
  if (length > MAX_TEXT) throw new Refusal((texts) => texts.write.tooLong(length))
  shown.set(`${id} ${content.etag}`, content.text)
  return modal(
    bare(content.title) || doc.untitled,
    customId('write', id, baseOf(content)),
    textField({
      id: 'text',
      label: write.text,
      description: write.kept,
      long: true,
      max: MAX_TEXT,
      value: content.text,
    }),
  )
}

const baseOf = ({ etag, seq }: { etag: string; seq: number }): string =>
  `${seq}.${etag.replaceAll('"', '')}`

/** *Quick edit*, where the Activity cannot run. */
export const quickEdit = {
  kind: 'button',
  name: 'quick-edit',
  handle: (interaction, { documentId }, services) =>
    openQuickEdit(interaction, services, async () => documentId),
} satisfies Action

/** The dialog was sent: what was changed is changed, and what others have written meanwhile stays (F7). */
export const write = {
  kind: 'modal',
  name: 'write',
  argument: BASE,
  handle: (interaction, { documentId, argument }, services) => {
    const typed = interaction.fields.getTextInputValue('text')
    const again = customId('quick-edit', documentId)
    const work = () => save(interaction, typed, { documentId, argument }, services)
    return answerPrivately(interaction, () => keeping(typed, work, again))
  },
} satisfies Action

const save = async (
  interaction: ModalSubmitInteraction,
  typed: string,
  { documentId, argument }: { documentId: string; argument: string },
  { people }: Services,
): Promise<Answer> => {
  const [, seq, tag] = BASE.exec(argument) ?? []
  const base = Number(seq)
  const etag = `"${tag}"`
  const { write, launch } = textsOf(interaction.locale)
  const said = (what: string) =>
    answer(section(what, button(launch.open, customId('edit', documentId))))
  const { api } = await people.arrive(interaction)
  const content = changed(typed, await textOf(api, documentId, etag))
  if (content === null) return said(write.same)
  const saved = await api.writeContent(documentId, content, etag, base)
  if (saved.seq === base) return said(write.same)
  return said(saved.seq === base + 1 ? write.done : write.merged)
}

/** The text with that ETag; after a restart only if it still is the document's. */
const textOf = async (api: Api, documentId: string, etag: string): Promise<string> => {
  const known = shown.get(`${documentId} ${etag}`)
  if (known !== undefined) return known
  const now = await api.contentJson(documentId)
  if (now.etag !== etag) throw new StickyError('precondition_failed')
  return now.text
}
