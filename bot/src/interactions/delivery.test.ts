import type { ChatInputCommandInteraction, ButtonInteraction } from 'discord.js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { answer } from '../answers/answer.ts'
import { text } from '../answers/parts.ts'
import { Refusal } from '../refusal.ts'
import { FakeInteraction, inAnswer, inCard } from '../test/fake-interaction.ts'
import { silent } from '../test/silent-log.ts'
import { hows, textIn } from '../test/stage.ts'
import { answerPrivately } from './delivery.ts'
import { tell } from './failure.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const PRIVATE = 1 << 6
const V2 = 1 << 15
const fine = answer(text('Fine.'))

const command = () => new FakeInteraction()
const press = (message: typeof inCard) =>
  Object.assign(new FakeInteraction(), { kind: 'button', message } as const)

/** Answers after `ms` with `work`, and tells what went wrong as the router does. */
const answered = async (interaction: FakeInteraction, ms: number, work = async () => fine) => {
  const late = async () => {
    await new Promise((resolve) => {
      setTimeout(resolve, ms)
    })
    return work()
  }
  const target = interaction.as<ChatInputCommandInteraction | ButtonInteraction>()
  const answering = answerPrivately(target, late).catch((error: unknown) =>
    tell(target, error, silent),
  )
  await vi.advanceTimersByTimeAsync(ms)
  await answering
  return interaction
}

test('a command is answered in private (F10)', async () => {
  const { told } = await answered(command(), 0)
  expect(told).toMatchObject([
    { how: 'reply', flags: PRIVATE | V2, allowedMentions: { parse: [] } },
  ])
})

test('a press in a private answer changes that, a press on a card does not touch it (F10)', async () => {
  const changed = await answered(press(inAnswer), 0)
  expect(changed.told).toMatchObject([{ how: 'update', allowedMentions: { parse: [] } }])
  expect((await answered(press(inCard), 0)).told).toMatchObject([
    { how: 'reply', flags: PRIVATE | V2 },
  ])
})

test('what takes more than 2 s has been answered before Discord gives up (C7)', async () => {
  const slow = await answered(command(), 2_500)
  expect(slow.told).toMatchObject([
    { how: 'defer', flags: PRIVATE },
    { how: 'edit', flags: V2 },
  ])
  expect(hows(await answered(press(inCard), 2_500))).toEqual(['defer', 'edit'])
  expect(hows(await answered(press(inAnswer), 2_500))).toEqual(['defer-update', 'edit'])
})

const refuse = async () => {
  throw new Refusal(({ create }) => create.badTitle)
}

test('a failure leaves the answer in which was pressed as it is, and is told besides (C7)', async () => {
  for (const ms of [0, 2_500]) {
    const pressed = await answered(press(inAnswer), ms, refuse)
    expect(hows(pressed)).not.toContain('delete')
    expect(pressed.told.at(-1)).toMatchObject({ flags: PRIVATE })
    expect(textIn(pressed)).toContain('Type another one')
  }
  expect(hows(await answered(command(), 2_500, refuse))).toEqual(['defer', 'delete', 'follow-up'])
})
