import type { APIActionRowComponent, APIComponentInMessageActionRow } from 'discord.js'
import type { Texts } from '../text/texts.ts'
import type { Place } from './nth-page.ts'
import { button, row } from './parts.ts'

/** *Back* and *More*, or nothing where there is but one page. `at`: the id of what leads to a page. */
export const pageButtons = (
  { page, isLast }: Place,
  at: (page: number) => string,
  { common }: Texts,
): APIActionRowComponent<APIComponentInMessageActionRow>[] => {
  const buttons = [
    ...(page === 0 ? [] : [button(common.previous, at(page - 1))]),
    ...(isLast ? [] : [button(common.next, at(page + 1))]),
  ]
  return buttons.length === 0 ? [] : [row(...buttons)]
}
