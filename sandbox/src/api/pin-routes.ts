import { PermissionFlagsBits as Can } from 'discord-api-types/v10'
import { MessageResponseSchema, PinnedMessagesResponseSchema } from 'discord-api-spec/zod'
import * as z from 'zod/mini'
import { refusal } from '../protocol/api-error.ts'
import { pinMessage, pinnedMessages, unpinMessage } from '../state/pin.ts'
import { channelForBot, messageForBot } from './access.ts'
import { param, type Call, type Route } from './route.ts'
import type { Services } from './services.ts'

const PINS = '/channels/{channel_id}/messages/pins'
const OLD_PINS = '/channels/{channel_id}/pins'
const MAX_PINS = 250

/** Pins by the bot's token; also the routes of before 2025, which Discord still has. */
export function pinRoutes(services: Services): Route[] {
  const { world, payloads } = services
  const list = (call: Call) => {
    const channel = channelForBot(world, param(call, 'channel_id'), Can.ReadMessageHistory)
    return pinnedMessages(world, channel.id)
  }
  return [
    {
      method: 'get',
      path: PINS,
      reply: PinnedMessagesResponseSchema,
      handle: (call) => {
        const items = list(call).map((message) => ({
          pinned_at: message.pinnedAt,
          message: payloads.message(message),
        }))
        return { body: { items, has_more: false } }
      },
    },
    {
      method: 'get',
      path: OLD_PINS,
      reply: z.array(MessageResponseSchema),
      handle: (call) => ({ body: list(call).map((message) => payloads.message(message)) }),
    },
    ...[PINS, OLD_PINS].flatMap((path): Route[] => [
      { method: 'put', path: `${path}/{message_id}`, handle: (call) => pin(services, call) },
      { method: 'delete', path: `${path}/{message_id}`, handle: (call) => unpin(services, call) },
    ]),
  ]
}

function pin(services: Services, call: Call) {
  const { world } = services
  const message = pinnable(services, call)
  const isNew = message.pinnedAt === undefined
  if (isNew && pinnedMessages(world, message.channelId).length >= MAX_PINS)
    throw refusal.tooManyPins()
  pinMessage(world, message, world.place.bot.id)
  return {}
}

function unpin(services: Services, call: Call) {
  unpinMessage(services.world, pinnable(services, call))
  return {}
}

/** PIN_MESSAGES is a permission of its own, which ManageMessages no longer includes. */
function pinnable({ world }: Services, call: Call) {
  const channelId = param(call, 'channel_id')
  channelForBot(world, channelId, Can.PinMessages)
  return messageForBot(world, channelId, param(call, 'message_id'))
}
