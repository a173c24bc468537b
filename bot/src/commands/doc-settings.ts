import { ApplicationCommandOptionType, PermissionFlagsBits as Can } from 'discord.js'
import type { ChatInputCommandInteraction, RoleSelectMenuInteraction } from 'discord.js'
import type { GuildSettings } from '@sticky/shared/api/guilds'
import { answer } from '../answers/answer.ts'
import type { Answer } from '../answers/answer.ts'
import { roleSelect, row, small, text } from '../answers/parts.ts'
import type { Action } from '../interactions/action.ts'
import { customId } from '../interactions/custom-id.ts'
import { answerPrivately } from '../interactions/delivery.ts'
import type { Visitor } from '../people.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { described, textsOf } from '../text/texts.ts'
import type { Texts } from '../text/texts.ts'
import type { Subcommand } from './command.ts'

const SETTINGS = ['create', 'edit', 'stick'] as const satisfies (keyof GuildSettings)[]
type Using = ChatInputCommandInteraction | RoleSelectMenuInteraction

/** Roles were chosen, or none: then everybody may who may write in the channel. */
const set = {
  kind: 'roleSelect',
  name: 'setting',
  bare: true,
  argument: new RegExp(SETTINGS.join('|')),
  handle: (interaction, { argument }, services) =>
    answerPrivately(interaction, async () => {
      const { guild, visitor } = await manager(interaction, services)
      const roles = interaction.values.length === 0 ? null : interaction.values
      const before = await visitor.api.guildSettings(guild)
      const settings = await visitor.api.putGuildSettings(guild, { ...before, [argument]: roles })
      return form(settings, textsOf(interaction.locale))
    }),
} satisfies Action

/** `/doc settings`: for who manages the server, who may create, edit and stick in its channels (F9, F10). */
export const docSettings = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    ...described(({ settings }) => settings.command),
  },
  execute: (interaction, services) =>
    answerPrivately(interaction, async () => {
      const { guild, visitor } = await manager(interaction, services)
      return form(await visitor.api.guildSettings(guild), textsOf(interaction.locale))
    }),
  actions: [set],
} satisfies Subcommand

/** The server asks for the same proof; here it is told what to do (T22). */
const manager = async (
  interaction: Using,
  { people }: Services,
): Promise<{ guild: string; visitor: Visitor }> => {
  const { guildId, memberPermissions } = interaction
  if (guildId === null) throw new Refusal(({ settings }) => settings.noServer)
  if (memberPermissions?.has(Can.ManageGuild) !== true)
    throw new Refusal(({ settings }) => settings.notManager)
  return { guild: guildId, visitor: await people.arrive(interaction) }
}

const form = (set: GuildSettings, { settings }: Texts): Answer =>
  answer(
    text(`### ${settings.heading}`),
    ...SETTINGS.flatMap((name) => [
      text(`**${settings.names[name]}**\n-# ${settings.about[name]}`),
      row(roleSelect(customId('setting', null, name), settings.everybody, set[name] ?? [])),
    ]),
    small(settings.always),
  )
