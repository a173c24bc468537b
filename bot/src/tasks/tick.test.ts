import { ComponentType } from 'discord.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { StickyError } from '@sticky/shared/errors'
import { customId } from '../interactions/custom-id.ts'
import { ADA, PLAN } from '../test/fake-api.ts'
import type { FakeInteraction } from '../test/fake-interaction.ts'
import { inAnswer, inCard } from '../test/fake-interaction.ts'
import { hows, partsOf, Stage, textIn } from '../test/stage.ts'

let stage: Stage

beforeEach(() => {
  stage = new Stage()
  stage.server.tasks = tasksOf('milk', 'bread', 'tea')
})
afterEach(() => stage.close())

const tasksOf = (...texts: string[]) =>
  texts.map((text, i) => ({ anchor: `7-${i}`, text, checked: false }))

/** *Tick…* on the card. */
const open = () => stage.press(customId('tick', PLAN), { message: inCard })

/** A press in the list that somebody sees. */
const press = (list: FakeInteraction, id: string) =>
  stage.press(id, {
    message: Object.assign({}, inAnswer, { components: list.told.at(-1)?.['components'] }),
  })
const check = (list: FakeInteraction, n: number) => press(list, customId('check', PLAN, `7-${n}`))

const items = (list: FakeInteraction): string[] =>
  textIn(list)
    .split('\n')
    .filter((line) => /^[☐☑]/.test(line))

const labels = (list: FakeInteraction): unknown[] =>
  partsOf(list)
    .filter(({ type }) => type === ComponentType.Button)
    .map(({ label }) => label)

test('F5: one press on the card shows the open items, to who pressed only', async () => {
  stage.server.tasks = [{ anchor: '6-0', text: 'done', checked: true }, ...stage.server.tasks]
  const list = await open()
  expect(list.told).toMatchObject([{ how: 'reply', flags: (1 << 6) | (1 << 15) }])
  expect(items(list)).toEqual(['☐ milk', '☐ bread', '☐ tea'])
  expect(textIn(list)).toContain('1 of 4 done')
})

test('F5: one more press ticks, in place; Undo takes it back', async () => {
  const first = await open()
  const second = await check(first, 1)
  expect(hows(second)).toEqual(['update'])
  expect(items(second)).toEqual(['☐ milk', '☑ ~~bread~~', '☐ tea'])
  expect(labels(second)).toEqual(['Tick', 'Undo', 'Tick'])
  const third = await press(second, customId('uncheck', PLAN, '7-1'))
  expect(items(third)).toEqual(['☐ milk', '☐ bread', '☐ tea'])
  expect(stage.server.calls).toContain(`${ADA} tick`)
})

test('F5: the list keeps its items in place, whatever others add, remove and tick meanwhile', async () => {
  const first = await open()
  const [milk, , tea] = stage.server.tasks
  if (milk === undefined || tea === undefined) throw new Error('there are three items')
  const added = { anchor: '9-0', text: 'salt', checked: false }
  stage.server.tasks = [added, { ...milk, checked: true }, tea]
  const second = await check(first, 2)
  expect(items(second)).toEqual(['☑ ~~milk~~', '☑ ~~tea~~'])
  expect(labels(second).at(-1)).toBe('1 more')
})

test('F5: an item that is not there any more is told kindly, with the list as it is, and the card follows', async () => {
  const first = await open()
  stage.server.tasks = tasksOf('milk')
  const second = await check(first, 2)
  expect(hows(second)).toEqual(['update'])
  expect(textIn(second)).toContain('changed or removed')
  expect(items(second)).toEqual(['☐ milk'])
  expect(stage.server.calls).toContain('service placements')
})

test("F5: long checklists come in parts, within Discord's limits; after the last the first", async () => {
  stage.server.tasks = tasksOf(...Array.from({ length: 25 }, (_, i) => `${i} ${'*'.repeat(400)}`))
  const first = await open()
  expect(items(first)).toHaveLength(10)
  const second = await press(first, customId('tick', PLAN, '7-9'))
  expect(items(second)[0]).toContain('10 ')
  const third = await press(second, customId('tick', PLAN, '7-19'))
  expect(items(third)).toHaveLength(5)
  expect(items(await press(third, customId('tick', PLAN, '7-24')))[0]).toContain('0 ')
  for (const list of [first, second, third]) {
    expect(partsOf(list).length).toBeLessThanOrEqual(40)
    expect(textIn(list).length).toBeLessThanOrEqual(4_000)
  }
})

test('F5: of a checklist that is too long for it the list says so, and where the rest is', async () => {
  const all = tasksOf(...Array.from({ length: 510 }, (_, i) => `${i}`))
  stage.server.tasks = all.map((task, i) => ({ ...task, checked: i < 500 }))
  const list = await open()
  expect(textIn(list)).toContain('500 of the first 500 done')
  expect(textIn(list)).toContain('There are more than 500 items. Tick the rest in the editor.')
  stage.server.tasks = all.slice(0, 500)
  const whole = await open()
  expect(textIn(whole)).toContain('0 of 500 done')
  expect(textIn(whole)).not.toContain('more than')
})

test('F5: when everything is ticked the list says so', async () => {
  stage.server.tasks = tasksOf('milk')
  expect(textIn(await check(await open(), 0))).toContain('Everything is ticked')
})

test('T22: who may tick is asked at each press: the right to tick is enough, to read is not', async () => {
  stage.server.role = 'tick'
  const list = await open()
  expect(items(await check(list, 0))).toContain('☑ ~~milk~~')
  stage.server.role = 'view'
  const { told } = await check(list, 1)
  expect(told.at(-1)).toMatchObject({ flags: 1 << 6 })
  expect(textIn(await open())).toContain('can’t tick')
  expect(stage.server.tasks[1]).toMatchObject({ checked: false })
})

test('T20: a forged anchor reaches nobody', async () => {
  for (const id of [`doc:check:${PLAN}`, `doc:check:${PLAN}:7-0x`, 'doc:check:-:7-0'])
    expect((await stage.press(id)).told).toMatchObject([{ flags: 1 << 6 }])
  expect(stage.server.calls).toEqual([])
})

test('T23: items neither ping, link nor break the list', async () => {
  stage.server.tasks = tasksOf('@everyone ||x|| [a]( https://evil.example) <@1> <t:1:R> **')
  expect(items(await open())).toEqual([
    String.raw`☐ \@everyone \|\|x\|\| \[a\]( https\://evil.example) \<\@1\> \<t:1:R\> \*\*`,
  ])
})

test('Restore brings a deleted document back for who owns it, and tells others what to do (T4 T22)', async () => {
  const pressed = () => stage.press(customId('restore', PLAN), { message: inCard })
  expect(textIn(await pressed())).toContain('is back')
  expect(stage.server.calls).toContain(`${ADA} restoreDocument`)
  stage.server.failing.set('restoreDocument', new StickyError('forbidden'))
  expect(textIn(await pressed())).toContain('Ask an owner')
})
