import {
  IncomingWebhookRequestPartialSchema,
  IncomingWebhookUpdateRequestPartialSchema,
  MessageResponseSchema,
} from 'discord-api-spec/zod'
import type { Interaction } from '../interaction/interaction.ts'
import { refusal } from '../protocol/api-error.ts'
import type { StoredMessage } from '../state/message.ts'
import { posting } from './callback-route.ts'
import { editedMessage, newMessage } from './message-body.ts'
import { param, type Call, type Route } from './route.ts'
import type { Services } from './services.ts'

const WEBHOOK = '/webhooks/{webhook_id}/{webhook_token}'
const ORIGINAL = `${WEBHOOK}/messages/@original`
const MESSAGE = `${WEBHOOK}/messages/{message_id}`
const LOADING = 1 << 7

/** Follow-ups and edits by an interaction's token, for 15 minutes. */
export function webhookRoutes(services: Services): Route[] {
  return [
    {
      method: 'post',
      path: WEBHOOK,
      access: 'open',
      request: IncomingWebhookRequestPartialSchema,
      reply: MessageResponseSchema,
      handle: (call) => ({ body: services.payloads.message(followUp(services, call)) }),
    },
    ...[ORIGINAL, MESSAGE].flatMap((path) => messageRoutes(services, path)),
  ]
}

function messageRoutes(services: Services, path: string): Route[] {
  const { world, payloads } = services
  return [
    {
      method: 'get',
      path,
      access: 'open',
      reply: MessageResponseSchema,
      handle: (call) => ({ body: payloads.message(messageOf(services, call)) }),
    },
    {
      method: 'patch',
      path,
      access: 'open',
      request: IncomingWebhookUpdateRequestPartialSchema,
      reply: MessageResponseSchema,
      handle: (call) => {
        const message = editedMessage(world, messageOf(services, call), call.body, call.uploads)
        world.updateMessage(message)
        return { body: payloads.message(message) }
      },
    },
    {
      method: 'delete',
      path,
      access: 'open',
      handle: (call) => {
        world.deleteMessage(messageOf(services, call))
        return {}
      },
    },
  ]
}

/** The first follow-up after a deferred answer takes the place of its "thinking…". */
function followUp(services: Services, call: Call): StoredMessage {
  const { world } = services
  const interaction = interactionOf(services, call)
  const original = interaction.originalId && world.message(interaction.originalId)
  if (original && (original.flags & LOADING) !== 0) {
    const message = editedMessage(world, original, call.body, call.uploads)
    world.updateMessage(message)
    return message
  }
  const where = posting(services, interaction, call.body)
  const message = newMessage(world, where, call.body, call.uploads)
  world.addMessage(message)
  return message
}

function interactionOf(services: Services, call: Call): Interaction {
  const { application, interactions } = services
  if (call.params['webhook_id'] !== application.id) throw refusal.unknownWebhook()
  const interaction = interactions.find(param(call, 'webhook_token'))
  if (!interaction) throw refusal.invalidToken()
  if (interaction.state !== 'answered') throw refusal.unknownWebhook()
  if (!services.world.place.channel(interaction.channel.id)) throw refusal.unknownChannel()
  return interaction
}

function messageOf(services: Services, call: Call): StoredMessage {
  const interaction = interactionOf(services, call)
  const id = call.params['message_id'] ?? interaction.originalId
  const message = id === null ? undefined : services.world.message(id)
  const isOwn = message?.origin?.id === interaction.id || id === interaction.originalId
  if (!message || !isOwn) throw refusal.unknownMessage()
  return message
}
