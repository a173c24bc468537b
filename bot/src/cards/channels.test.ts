import { Collection } from 'discord.js'
import type { Client } from 'discord.js'
import { expect, test } from 'vitest'
import { cardOf, PLAN } from '../test/fake-api.ts'
import { CHANNEL, GUILD } from '../test/fake-interaction.ts'
import { customId } from '../interactions/custom-id.ts'
import { cardMessage } from './card.ts'
import { channelsOf } from './channels.ts'
import { en } from '../text/en/index.ts'

const KEY = `${GUILD}/${CHANNEL}`
const message = cardMessage(cardOf({ deleted: true }), { image: null, live: true }, en)

/** An archived thread; `refuses`: what Discord refuses there. */
const setUp = (refuses: string | null) => {
  const done: string[] = []
  const act = async (what: string) => {
    done.push(what)
    if (what === refuses) throw new Error(`refused: ${what}`)
  }
  const thread = {
    isTextBased: () => true,
    isThread: () => true,
    setArchived: (on: boolean) => act(on ? 'archive' : 'open'),
    messages: { edit: (id: string) => act(`edit ${id}`) },
  }
  const discord = { channels: { fetch: async () => thread } } as unknown as Client<true>
  return { done, edit: () => channelsOf(discord).editArchived(KEY, '7', message) }
}

test('F9: an archived thread is opened for an edit, and archived again', async () => {
  const { done, edit } = setUp(null)
  await edit()
  expect(done).toEqual(['open', 'edit 7', 'archive'])
})

test('F9 C7: it is archived again also when the edit fails', async () => {
  const { done, edit } = setUp('edit 7')
  await expect(edit()).rejects.toThrow('refused: edit 7')
  expect(done).toEqual(['open', 'edit 7', 'archive'])
})

test('F9 C7: where the bot may not archive it, the edit counts all the same', async () => {
  const { done, edit } = setUp('archive')
  await expect(edit()).resolves.toBeUndefined()
  expect(done).toEqual(['open', 'edit 7', 'archive'])
})

test('F9 C7: where the bot may not open it, nothing is edited, and whoever asked hears of it', async () => {
  const { done, edit } = setUp('open')
  await expect(edit()).rejects.toThrow('refused: open')
  expect(done).toEqual(['open'])
})

test('C7: a card that was posted and that nobody knows of is found; others and those of other bots are not', async () => {
  const components = [{ customId: customId('edit', PLAN) }]
  const mine = { id: 'me' }
  const posted = [
    { id: '9', author: mine, components },
    { id: '8', author: { id: 'another' }, components },
    { id: '7', author: mine, components: [] },
    { id: '6', author: mine, components },
  ]
  const messages = { fetch: async () => new Collection(posted.map((one) => [one.id, one])) }
  const channel = { isTextBased: () => true, messages }
  const discord = { user: mine, channels: { fetch: async () => channel } }
  const { findCard } = channelsOf(discord as unknown as Client<true>)
  const find = (...known: string[]) => findCard(KEY, PLAN, { after: '5', known: new Set(known) })
  expect(await find()).toBe('9')
  expect(await find('9')).toBe('6')
  expect(await find('9', '6')).toBeNull()
})
