import type { ModalSubmitFields, ModalSubmitInteraction } from 'discord.js'
import { AUDIENCES, CreateLink, LINK_ROLES } from '@sticky/shared/api/links'
import type { CreatedLink } from '@sticky/shared/api/links'
import { validate } from '@sticky/shared/validate'
import { answer } from '../../answers/answer.ts'
import type { Answer } from '../../answers/answer.ts'
import { modal, selectField, textField } from '../../answers/modal.ts'
import { button, linkButton, row, small, text } from '../../answers/parts.ts'
import { bare } from '../../cards/markdown.ts'
import type { Action } from '../../interactions/action.ts'
import { customId } from '../../interactions/custom-id.ts'
import { answerPrivately } from '../../interactions/delivery.ts'
import { Refusal } from '../../refusal.ts'
import type { Services } from '../../services.ts'
import { textsOf } from '../../text/texts.ts'
import type { Texts } from '../../text/texts.ts'
import { describeLink } from './link-text.ts'

const HOUR = 3_600_000
/** How long a link lasts, ms; null: until it is revoked. */
const LIVES = { never: null, hour: HOUR, day: 24 * HOUR, week: 168 * HOUR, month: 720 * HOUR }
type Life = keyof typeof LIVES
const LIFE_NAMES = Object.keys(LIVES) as Life[]

/** As the API has it. */
const PASSWORD = { min: 4, max: 200 }
const MAX_LABEL = 100

/** *New link*: asks for all there is to say of it in one dialog. */
export const askLink = {
  kind: 'button',
  name: 'link-new',
  handle: async (interaction, { documentId }) => {
    await interaction.showModal(form(documentId, textsOf(interaction.locale)))
  },
} satisfies Action

/** The dialog was sent: makes the link, and tells its address this once. */
export const makeLink = {
  kind: 'modal',
  name: 'link-make',
  handle: (interaction, { documentId }, services) =>
    answerPrivately(interaction, async () => {
      const texts = textsOf(interaction.locale)
      return made(await create(interaction, documentId, services), documentId, services, texts)
    }),
} satisfies Action

const form = (documentId: string, { link }: Texts) => {
  const { fields, roles, audiences, lives } = link
  return modal(
    link.make,
    customId('link-make', documentId),
    selectField({
      id: 'role',
      label: fields.role,
      options: LINK_ROLES.map((value, i) => ({ label: roles[value], value, default: i === 0 })),
    }),
    selectField({
      id: 'audience',
      label: fields.audience,
      options: AUDIENCES.map((value, i) => ({ label: audiences[value], value, default: i === 0 })),
    }),
    selectField({
      id: 'life',
      label: fields.life,
      options: LIFE_NAMES.map((value, i) => ({ label: lives[value], value, default: i === 0 })),
    }),
    textField({ id: 'label', label: fields.label, description: link.labelFor, max: MAX_LABEL }),
    textField({
      id: 'password',
      label: fields.password,
      description: link.passwordFor,
      ...PASSWORD,
    }),
  )
}

const create = async (
  interaction: ModalSubmitInteraction,
  documentId: string,
  { people }: Services,
): Promise<CreatedLink> => {
  const wanted = read(interaction.fields)
  const { api } = await people.arrive(interaction)
  return api.createLink(documentId, wanted)
}

/** What was entered; nobody but the dialog says that it is one of what was offered (T19). */
const read = (fields: ModalSubmitFields): CreateLink => {
  const chosen = (id: string) => fields.getStringSelectValues(id)[0]
  const life = LIFE_NAMES.find((name) => name === chosen('life'))
  if (life === undefined) throw new Refusal(({ errors }) => errors.unknownPress)
  const lasts = LIVES[life]
  const label = bare(fields.getTextInputValue('label'))
  const password = fields.getTextInputValue('password')
  return validate(CreateLink, {
    role: chosen('role'),
    audience: chosen('audience'),
    ...(label === '' ? {} : { label }),
    ...(lasts === null ? {} : { expiresAt: Date.now() + lasts }),
    ...(password === '' ? {} : { password }),
  })
}

const made = (
  created: CreatedLink,
  documentId: string,
  { publicUrl }: Services,
  texts: Texts,
): Answer => {
  const { link, launch } = texts
  const url = `${publicUrl}${created.url}`
  return answer(
    text(`### ${link.ready}\n${describeLink(created, texts)}`),
    text(`\`\`\`\n${url}\n\`\`\``),
    small(link.once),
    row(linkButton(launch.open, url), button(link.all, customId('links', documentId))),
  )
}
