import type { ButtonInteraction } from 'discord.js'
import { allows } from '@sticky/shared/access'
import { StickyError } from '@sticky/shared/errors'
import type { Action } from '../interactions/action.ts'
import { answerPrivately } from '../interactions/delivery.ts'
import { Refusal } from '../refusal.ts'
import type { Api } from '../server.ts'
import type { Services } from '../services.ts'
import { textsOf } from '../text/texts.ts'
import { openAfter, taskList } from './task-list.ts'
import type { Listed, Task } from './task-list.ts'

/** So many items are read; who has more ticks them in the editor. */
const PAGES = 5
const PAGE = 100

const ANCHOR = /\d{1,16}-\d{1,16}/

/** *Tick…* on a card, *n more* under a list: the open items, to whoever pressed and nobody else (F5). */
const open = {
  kind: 'button',
  name: 'tick',
  argument: /(\d{1,16}-\d{1,16})?/,
  handle: (interaction, { documentId, argument }, services) =>
    answerPrivately(interaction, async () => {
      const { api, title } = await ticker(interaction, documentId, services)
      const { tasks, isAll } = await tasksOf(api, documentId)
      const anchors = openAfter(tasks, argument)
      return taskList({ documentId, title, tasks, isAll, anchors }, textsOf(interaction.locale))
    }),
} satisfies Action

/**
 * *Tick* and *Undo* beside an item. The list keeps the items it had, each in its place, so that the
 * next press hits what was aimed at; how they are now is asked anew.
 */
const change = (name: string, checked: boolean) =>
  ({
    kind: 'button',
    name,
    argument: ANCHOR,
    handle: (interaction, { documentId, argument: anchor }, services) =>
      answerPrivately(interaction, async () => {
        const { api, title } = await ticker(interaction, documentId, services)
        const gone = await isGone(api.tick(documentId, anchor, checked))
        // A card that offers what is not there is behind.
        if (gone) void services.refresh.follow(documentId)
        const listed = { documentId, title, anchors: anchorsIn(interaction), gone }
        return taskList(
          { ...listed, ...(await tasksOf(api, documentId)) },
          textsOf(interaction.locale),
        )
      }),
  }) satisfies Action

export const TICKING: Action[] = [open, change('check', true), change('uncheck', false)]

/** Whoever presses, if they may tick now: asked at each press, of the server (T22). */
const ticker = async (
  interaction: ButtonInteraction,
  documentId: string,
  { people }: Services,
): Promise<{ api: Api; title: string }> => {
  const { api } = await people.arrive(interaction)
  const { role, title } = await api.document(documentId)
  if (!allows(role, 'tick')) throw new Refusal(({ tick }) => tick.mayNot)
  return { api, title }
}

const isGone = async (ticking: Promise<unknown>): Promise<boolean> => {
  try {
    await ticking
    return false
  } catch (error) {
    if (error instanceof StickyError && error.code === 'conflict') return true
    throw error
  }
}

/** From the first on; `isAll`: whether there are no more. */
const tasksOf = async (api: Api, documentId: string): Promise<Pick<Listed, 'tasks' | 'isAll'>> => {
  const tasks: Task[] = []
  let cursor: string | undefined
  for (let page = 0; page < PAGES; page += 1) {
    const { items, nextCursor } = await api.tasks(documentId, { limit: PAGE, cursor })
    tasks.push(...items)
    if (nextCursor === null) return { tasks, isAll: true }
    cursor = nextCursor
  }
  return { tasks, isAll: false }
}

/** The items of the list that was pressed in, by the ids of its buttons; they are only looked up. */
const anchorsIn = ({ message }: ButtonInteraction): Set<string> => {
  const ids = JSON.stringify(message.components).matchAll(/"doc:(?:un)?check:[\w-]+:(\d+-\d+)"/g)
  return new Set([...ids].map(([, anchor = '']) => anchor))
}
