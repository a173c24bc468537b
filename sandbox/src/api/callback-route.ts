import {
  MessageType,
  PermissionFlagsBits,
  type APIModalInteractionResponseCallbackData,
} from 'discord-api-types/v10'
import {
  ApplicationCommandAutocompleteCallbackRequestSchema,
  CreateMessageInteractionCallbackRequestSchema,
  InteractionCallbackResponseSchema,
  LaunchActivityInteractionCallbackRequestSchema,
  ModalInteractionCallbackRequestSchema,
  UpdateMessageInteractionCallbackRequestSchema,
} from 'discord-api-spec/zod'
import type { core } from 'zod'
import * as z from 'zod/mini'
import { originOf, type Choice, type Interaction } from '../interaction/interaction.ts'
import { refusal } from '../protocol/api-error.ts'
import { modalProblems } from '../protocol/modal-rule.ts'
import { isDirect, isThread } from '../state/channel.ts'
import { completed, type Json } from '../state/component.ts'
import type { StoredMessage } from '../state/message.ts'
import { may, permissionsOf } from '../state/permissions.ts'
import type { Place } from '../state/place.ts'
import { editedMessage, loadingMessage, newMessage, type Posting } from './message-body.ts'
import { param, type Answer, type Call, type Route } from './route.ts'
import type { Services } from './services.ts'

const EPHEMERAL = 1 << 6

const SCHEMAS: Record<number, core.$ZodType> = {
  4: CreateMessageInteractionCallbackRequestSchema,
  5: CreateMessageInteractionCallbackRequestSchema,
  6: UpdateMessageInteractionCallbackRequestSchema,
  7: UpdateMessageInteractionCallbackRequestSchema,
  8: ApplicationCommandAutocompleteCallbackRequestSchema,
  9: ModalInteractionCallbackRequestSchema,
  12: LaunchActivityInteractionCallbackRequestSchema,
}
const unknownType = z.object({ type: z.literal([4, 5, 6, 7, 8, 9, 12]) })

/** What an answer led to: the resource of `with_response`, and what happens after the reply. */
interface Outcome {
  message?: StoredMessage
  instanceId?: string
  after?: () => void
}

/** `POST /interactions/{id}/{token}/callback`: the one answer, within 3 s. */
export function callbackRoute(services: Services): Route {
  return {
    method: 'post',
    path: '/interactions/{interaction_id}/{interaction_token}/callback',
    access: 'open',
    request: (body) => SCHEMAS[Number(body['type'])] ?? unknownType,
    reply: InteractionCallbackResponseSchema,
    handle: async (call) => {
      const interaction = services.interactions.find(param(call, 'interaction_token'))
      if (!interaction || interaction.id !== call.params['interaction_id']) {
        throw refusal.unknownInteraction()
      }
      if (interaction.state === 'answered') throw refusal.alreadyAcknowledged()
      if (interaction.state === 'failed') throw refusal.unknownInteraction()
      checkFits(interaction, Number(call.body['type']))
      if (!services.world.place.channel(interaction.channel.id)) throw refusal.unknownChannel()
      const outcome = await settle(services, interaction, call)
      return reply(services, interaction, call, outcome)
    },
  }
}

/**
 * Autocomplete takes choices and nothing else; only a pressed component has a message to update, also by way of a
 * modal; a modal can't open another one.
 */
function checkFits(interaction: Interaction, type: number): void {
  const isUpdate = type === 6 || type === 7
  const hasSource = interaction.messageId !== undefined
  const isFine =
    (interaction.type === 4) === (type === 8) &&
    (!isUpdate || hasSource) &&
    (type !== 9 || interaction.type !== 5)
  if (isFine) return
  const message = `Callback type ${type} can't answer an interaction of type ${interaction.type}`
  throw refusal.invalidForm([{ path: ['type'], code: 'INTERACTION_TYPE_INVALID', message }])
}

async function settle(services: Services, interaction: Interaction, call: Call): Promise<Outcome> {
  const { interactions } = services
  const data = (call.body['data'] ?? {}) as Json
  const type = Number(call.body['type'])
  if (type === 9) checkModal(data)
  if (type === 12) checkLaunch(services, interaction)
  const message = messageFor(services, interaction, type, data, call)
  interactions.settle(interaction)
  if (message) keep(services, interaction, message)
  switch (type) {
    case 8:
      interaction.initiator.choices((data['choices'] ?? []) as Choice[])
      return {}
    case 9:
      interaction.initiator.answered()
      interactions.openModal(interaction, numbered(data))
      return {}
    case 12:
      return launch(services, interaction)
    default:
      interaction.initiator.answered()
      return message ? { message } : {}
  }
}

function checkModal(modal: Json): void {
  const problems = modalProblems(modal)
  if (problems.length > 0) throw refusal.invalidForm(problems)
}

function numbered(modal: Json): APIModalInteractionResponseCallbackData {
  const components = completed<Json>(modal['components'] as Json[])
  return { ...modal, components } as unknown as APIModalInteractionResponseCallbackData
}

/** Threads have no Activities. */
function checkLaunch({ conditions }: Services, { channel }: Interaction): void {
  if (!conditions.now.areActivitiesEnabled) throw refusal.activitiesOff()
  if (isThread(channel)) throw refusal.wrongChannelType()
}

function messageFor(
  services: Services,
  interaction: Interaction,
  type: number,
  data: Json,
  call: Call,
) {
  const { world } = services
  const source = interaction.messageId && world.message(interaction.messageId)
  switch (type) {
    case 4:
      return newMessage(world, posting(services, interaction, data), data, call.uploads)
    case 5:
      return loadingMessage(world, posting(services, interaction, data))
    case 7:
      if (!source) throw refusal.unknownMessage()
      return editedMessage(world, source, data, call.uploads)
    default:
      return undefined
  }
}

function keep({ world }: Services, interaction: Interaction, message: StoredMessage): void {
  interaction.originalId = message.id
  if (world.message(message.id)) world.updateMessage(message)
  else world.addMessage(message)
}

/** Where an interaction's messages go; shared with the follow-ups. */
export function posting({ world }: Services, interaction: Interaction, data: Json): Posting {
  const isEphemeral =
    (Number(data['flags'] ?? 0) & EPHEMERAL) !== 0 || isKeptPrivate(world.place, interaction)
  return {
    channelId: interaction.channel.id,
    authorId: world.place.bot.id,
    type: messageType(interaction),
    origin: originOf(interaction),
    ...(isEphemeral && { ephemeralFor: interaction.user.id }),
  }
}

/** What people bring along into a guild speaks there only to them, unless they may use external apps. */
function isKeptPrivate(place: Place, { owners, user, channel }: Interaction): boolean {
  const isBroughtAlong = !isDirect(channel) && owners['0'] === undefined
  return (
    isBroughtAlong && !may(permissionsOf(place, user, channel), PermissionFlagsBits.UseExternalApps)
  )
}

function messageType({ messageId, data }: Interaction): MessageType {
  if (messageId !== undefined) return MessageType.Reply
  return data['target_id'] === undefined
    ? MessageType.ChatInputCommand
    : MessageType.ContextMenuCommand
}

/** The frame may be there before the bot hears of it: both orders happen in real life. */
async function launch({ instances, race }: Services, interaction: Interaction): Promise<Outcome> {
  const { id } = instances.launch(interaction.channel.id)
  const isFrameFirst = race === 'random' ? Math.random() < 0.5 : race === 'frame-first'
  const open = () => interaction.initiator.launch(id, null)
  interaction.initiator.answered()
  if (!isFrameFirst) return { instanceId: id, after: () => void open() }
  await open()
  return { instanceId: id }
}

function reply(services: Services, interaction: Interaction, call: Call, outcome: Outcome): Answer {
  const after = outcome.after && { after: outcome.after }
  if (call.query.get('with_response') !== 'true') return { status: 204, ...after }
  const { message, instanceId } = outcome
  const type = Number(call.body['type'])
  const isEphemeral = message?.ephemeralFor !== undefined
  return {
    body: {
      interaction: {
        id: interaction.id,
        type: interaction.type,
        channel_id: interaction.channel.id,
        ...(!isDirect(interaction.channel) && { guild_id: services.world.place.guild.id }),
        ...(instanceId !== undefined && { activity_instance_id: instanceId }),
        ...(message && {
          response_message_id: message.id,
          response_message_loading: type === 5,
          response_message_ephemeral: isEphemeral,
        }),
      },
      ...(instanceId !== undefined && {
        resource: { type: 12, activity_instance: { id: instanceId } },
      }),
      ...(message && {
        resource: { type: type === 7 ? 7 : 4, message: services.payloads.message(message) },
      }),
    },
    ...after,
  }
}
