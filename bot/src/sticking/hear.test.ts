import { EventEmitter } from 'node:events'
import type { Client } from 'discord.js'
import { Events, MessageType } from 'discord.js'
import { expect, test, vi } from 'vitest'
import { CHANNEL, GUILD } from '../test/fake-interaction.ts'
import { hear } from './hear.ts'

const KEY = `${GUILD}/${CHANNEL}`
const ME = '500000000000000009'
const ada = { id: '500000000000000001', bot: false, system: false }

const setUp = () => {
  const discord = Object.assign(new EventEmitter(), { user: { id: ME } })
  const sticking = { heard: vi.fn(), noticed: vi.fn() }
  hear(discord as unknown as Client<true>, sticking)
  const write = (more: object) =>
    discord.emit(Events.MessageCreate, {
      id: '7',
      guildId: GUILD,
      channelId: CHANNEL,
      author: ada,
      webhookId: null,
      type: MessageType.Default,
      reference: null,
      ...more,
    })
  return { sticking, write }
}

test('F8: a card moves below what people write', () => {
  const { sticking, write } = setUp()
  write({})
  expect(sticking.heard).toHaveBeenCalledExactlyOnceWith(KEY, '7')
})

test.each([
  ['another bot', { author: { ...ada, bot: true } }],
  ['Discord itself', { author: { ...ada, system: true } }],
  ['a webhook', { webhookId: '8' }],
  ['this bot', { author: { ...ada, id: ME, bot: true } }],
])('F8: what %s writes is not chased', (_, by) => {
  const { sticking, write } = setUp()
  write(by)
  expect(sticking.heard).not.toHaveBeenCalled()
  expect(sticking.noticed).not.toHaveBeenCalled()
})

test('F8: the line that says that this bot has pinned a message is told of; that of a person is not', () => {
  const { sticking, write } = setUp()
  const line = { type: MessageType.ChannelPinnedMessage, reference: { messageId: '6' } }
  write({ ...line, author: { ...ada, id: ME, bot: true } })
  write(line)
  expect(sticking.noticed).toHaveBeenCalledExactlyOnceWith(KEY, '7', '6')
})
