import type { APIActionRowComponent, APIComponentInMessageActionRow } from 'discord.js'
import type { Texts } from '../text/texts.ts'
import { button, row } from './parts.ts'

/** The ids of the buttons that lead to the pages around this one; null where there is none. */
export type Around = { before: string | null; after: string | null }

/** *Back* and *More*, or nothing where there is but one page. */
export const pageButtons = (
  { before, after }: Around,
  { common }: Texts,
): APIActionRowComponent<APIComponentInMessageActionRow>[] => {
  const buttons = [
    ...(before === null ? [] : [button(common.previous, before)]),
    ...(after === null ? [] : [button(common.next, after)]),
  ]
  return buttons.length === 0 ? [] : [row(...buttons)]
}
