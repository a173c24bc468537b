import { MessageType, PermissionFlagsBits as Can } from 'discord-api-types/v10'
import {
  MessageCreateRequestSchema,
  MessageEditRequestPartialSchema,
  MessageResponseSchema,
} from 'discord-api-spec/zod'
import * as z from 'zod/mini'
import { refusal } from '../protocol/api-error.ts'
import { channelForBot, messageForBot } from './access.ts'
import { editedMessage, newMessage } from './message-body.ts'
import { param, type Call, type Route } from './route.ts'
import type { Services } from './services.ts'

const MESSAGES = '/channels/{channel_id}/messages'
const MESSAGE = `${MESSAGES}/{message_id}`
const MAX_PAGE = 100
const DEFAULT_PAGE = 50

/** Messages by the bot's own token. */
export function messageRoutes(services: Services): Route[] {
  const { world, payloads } = services
  const found = (call: Call) =>
    messageForBot(world, param(call, 'channel_id'), param(call, 'message_id'))
  const own = (call: Call) => {
    const message = found(call)
    if (message.authorId !== world.seed.bot.id) throw refusal.notYourMessage()
    return message
  }
  return [
    {
      method: 'get',
      path: MESSAGES,
      reply: z.array(MessageResponseSchema),
      handle: (call) => ({ body: page(services, call) }),
    },
    {
      method: 'post',
      path: MESSAGES,
      request: MessageCreateRequestSchema,
      reply: MessageResponseSchema,
      handle: (call) => ({ body: post(services, call) }),
    },
    {
      method: 'get',
      path: MESSAGE,
      reply: MessageResponseSchema,
      handle: (call) => ({ body: payloads.message(found(call)) }),
    },
    {
      method: 'patch',
      path: MESSAGE,
      request: MessageEditRequestPartialSchema,
      reply: MessageResponseSchema,
      handle: (call) => {
        const message = editedMessage(world, own(call), call.body, call.uploads)
        world.updateMessage(message)
        return { body: payloads.message(message) }
      },
    },
    {
      method: 'delete',
      path: MESSAGE,
      handle: (call) => {
        const message = found(call)
        const isOwn = message.authorId === world.seed.bot.id
        if (!isOwn) channelForBot(world, message.channelId, Can.ManageMessages)
        world.deleteMessage(message)
        return {}
      },
    },
  ]
}

function post({ world, payloads }: Services, call: Call) {
  const channel = channelForBot(world, param(call, 'channel_id'), Can.SendMessages)
  const message = newMessage(
    world,
    { channelId: channel.id, authorId: world.seed.bot.id, type: MessageType.Default },
    call.body,
    call.uploads,
  )
  world.addMessage(message)
  return { ...payloads.message(message), ...nonceOf(call) }
}

/** discord.js sends none by default, but who sends one gets it back. */
function nonceOf(call: Call): { nonce?: string | number } {
  const nonce = call.body['nonce']
  return typeof nonce === 'string' || typeof nonce === 'number' ? { nonce } : {}
}

/** Newest first, as Discord lists. */
function page({ world, payloads }: Services, { params, query }: Call) {
  const channel = channelForBot(world, params['channel_id'] ?? '', Can.ReadMessageHistory)
  const limit = Math.min(Number(query.get('limit') ?? DEFAULT_PAGE), MAX_PAGE)
  const before = BigInt(query.get('before') ?? '9'.repeat(20))
  const after = BigInt(query.get('after') ?? '0')
  const messages = world
    .messages(channel.id)
    .filter(({ id }) => BigInt(id) < before && BigInt(id) > after)
  const chosen = query.has('after') ? messages.slice(0, limit) : messages.slice(-limit)
  return chosen.map((message) => payloads.message(message)).toReversed()
}
