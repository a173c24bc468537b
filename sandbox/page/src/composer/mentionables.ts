import { channelChoice, personChoice } from '../component/choices.ts'
import type { Store } from '../session/store.ts'
import type { Mentionable } from './mentions.ts'

/** Who and what can be mentioned in the open channel. */
export function mentionables({
  state,
  channel,
}: Store): (Mentionable & { picture: () => Node | undefined })[] {
  const people = state.people.filter(({ id }) => channel?.memberIds.includes(id) ?? false)
  const channels = state.channels.filter(({ guildId }) => guildId !== null)
  return [
    ...people.map((person) => ({
      name: `@${person.name}`,
      code: `<@${person.id}>`,
      picture: () => personChoice(person).picture?.(),
    })),
    ...channels.map((one) => ({
      name: `#${one.name}`,
      code: `<#${one.id}>`,
      picture: () => channelChoice(one).picture?.(),
    })),
  ]
}
