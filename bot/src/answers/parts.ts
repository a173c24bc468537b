import { ButtonStyle, ComponentType, SelectMenuDefaultValueType } from 'discord.js'
import type {
  APIActionRowComponent,
  APIButtonComponent,
  APIComponentInMessageActionRow,
  APIFileComponent,
  APIRoleSelectComponent,
  APISectionComponent,
  APISelectMenuOption,
  APIStringSelectComponent,
  APITextDisplayComponent,
} from 'discord.js'
import { clip } from '../cards/markdown.ts'

/** Discord's limits, in UTF-16 units. */
const MAX_LABEL = 38
const MAX_PLACEHOLDER = 150
const MAX_OPTION = 100
/** So many options has a select. */
export const MAX_OPTIONS = 25

/** Text in Discord's markdown: what people have written goes through `plain` first (T23). */
export const text = (content: string): APITextDisplayComponent => ({
  type: ComponentType.TextDisplay,
  content,
})

/** Small and grey, on a line of its own. */
export const small = (content: string): APITextDisplayComponent => text(`-# ${content}`)

type Style = 'primary' | 'secondary' | 'danger'
const STYLES = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  danger: ButtonStyle.Danger,
} as const

/** `id` is made by `customId`. */
export const button = (
  label: string,
  id: string,
  { style = 'secondary', disabled = false }: { style?: Style; disabled?: boolean } = {},
): APIButtonComponent => ({
  type: ComponentType.Button,
  style: STYLES[style],
  label: clip(label, MAX_LABEL),
  custom_id: id,
  ...(disabled ? { disabled } : {}),
})

export const linkButton = (label: string, url: string): APIButtonComponent => ({
  type: ComponentType.Button,
  style: ButtonStyle.Link,
  label: clip(label, MAX_LABEL),
  url,
})

/** Up to five buttons, or one select. */
export const row = (
  ...components: APIComponentInMessageActionRow[]
): APIActionRowComponent<APIComponentInMessageActionRow> => ({
  type: ComponentType.ActionRow,
  components,
})

/** Text with a button at its side. */
export const section = (content: string, accessory: APIButtonComponent): APISectionComponent => ({
  type: ComponentType.Section,
  components: [text(content)],
  accessory,
})

/** One of the answer's files, to be taken along. */
export const fileOf = ({ name }: { name: string }): APIFileComponent => ({
  type: ComponentType.File,
  file: { url: `attachment://${name}` },
})

/** Any number of a server's roles, also none; `chosen` are there at first. */
export const roleSelect = (
  id: string,
  placeholder: string,
  chosen: readonly string[],
): APIRoleSelectComponent => ({
  type: ComponentType.RoleSelect,
  custom_id: id,
  placeholder: clip(placeholder, MAX_PLACEHOLDER),
  min_values: 0,
  max_values: MAX_OPTIONS,
  default_values: chosen.map((role) => ({ id: role, type: SelectMenuDefaultValueType.Role })),
})

/** Choices as plain text, which Discord shows as it is; those beyond its 25 are left out. */
export const stringSelect = (
  id: string,
  placeholder: string,
  options: APISelectMenuOption[],
): APIStringSelectComponent => ({
  type: ComponentType.StringSelect,
  custom_id: id,
  placeholder: clip(placeholder, MAX_PLACEHOLDER),
  options: options.slice(0, MAX_OPTIONS).map(({ label, description, ...option }) => ({
    ...option,
    label: clip(label, MAX_OPTION),
    ...(description === undefined ? {} : { description: clip(description, MAX_OPTION) }),
  })),
})
