import { PermissionFlagsBits as Can } from 'discord-api-types/v10'
import {
  CreatedThreadResponseSchema,
  CreateTextThreadWithMessageRequestSchema,
  CreateTextThreadWithoutMessageRequestSchema,
  ThreadMemberResponseSchema,
  ThreadResponseSchema,
  ThreadsResponseSchema,
  UpdateThreadRequestPartialSchema,
} from 'discord-api-spec/zod'
import * as z from 'zod/mini'
import { refusal } from '../protocol/api-error.ts'
import { isThread, type Thread } from '../state/channel.ts'
import { threadMember } from '../state/channel-payload.ts'
import { may, maySendIn, permissionsOf } from '../state/permissions.ts'
import { changeMembers, startThread } from '../state/start-thread.ts'
import { channelForBot, messageForBot } from './access.ts'
import { param, type Call, type Route } from './route.ts'
import type { Services } from './services.ts'

const PRIVATE_THREAD = 12
const MEMBERS = '/channels/{channel_id}/thread-members'

/** Threads: who is in them, which there are, new ones by the bot. */
export function threadRoutes(services: Services): Route[] {
  const { world } = services
  const found = (call: Call) => threadForBot(services, param(call, 'channel_id'))
  return [
    {
      method: 'get',
      path: MEMBERS,
      reply: z.array(ThreadMemberResponseSchema),
      handle: (call) => {
        const thread = found(call)
        return { body: thread.memberIds.map((id) => memberPayload(services, thread, id, call)) }
      },
    },
    {
      method: 'get',
      path: `${MEMBERS}/{user_id}`,
      reply: ThreadMemberResponseSchema,
      handle: (call) => {
        const thread = found(call)
        const id = userId(services, call)
        if (!thread.memberIds.includes(id)) throw refusal.unknownMember()
        return { body: memberPayload(services, thread, id, call) }
      },
    },
    ...['@me', '{user_id}'].flatMap((who): Route[] => [
      {
        method: 'put',
        path: `${MEMBERS}/${who}`,
        handle: (call) => {
          changeMembers(world, found(call), [userId(services, call)], [])
          return {}
        },
      },
      {
        method: 'delete',
        path: `${MEMBERS}/${who}`,
        handle: (call) => {
          changeMembers(world, found(call), [], [userId(services, call)])
          return {}
        },
      },
    ]),
    {
      method: 'patch',
      path: '/channels/{channel_id}',
      request: UpdateThreadRequestPartialSchema,
      reply: ThreadResponseSchema,
      handle: (call) => ({ body: changed(services, call) }),
    },
    {
      method: 'get',
      path: '/guilds/{guild_id}/threads/active',
      reply: ThreadsResponseSchema,
      handle: (call) => ({ body: activeThreads(services, call) }),
    },
    {
      method: 'post',
      path: '/channels/{channel_id}/threads',
      request: CreateTextThreadWithoutMessageRequestSchema,
      reply: CreatedThreadResponseSchema,
      handle: (call) => ({ status: 201, body: create(services, call) }),
    },
    {
      method: 'post',
      path: '/channels/{channel_id}/messages/{message_id}/threads',
      request: CreateTextThreadWithMessageRequestSchema,
      reply: ThreadResponseSchema,
      handle: (call) => ({ status: 201, body: create(services, call) }),
    },
  ]
}

function threadForBot({ world }: Pick<Services, 'world'>, id: string): Thread {
  const channel = channelForBot(world, id)
  if (!isThread(channel)) throw refusal.wrongChannelType()
  return channel
}

/** `@me` is a literal of the path, not a parameter. */
function userId({ world }: Services, { params }: Call): string {
  const id = params['user_id'] ?? world.place.bot.id
  if (!world.place.user(id)) throw refusal.unknownUser()
  return id
}

function memberPayload({ world, payloads }: Services, thread: Thread, id: string, { query }: Call) {
  const user = query.get('with_member') === 'true' ? world.place.user(id) : undefined
  return { ...threadMember(thread, id), ...(user && { member: payloads.member(user) }) }
}

function activeThreads({ world, payloads }: Services, call: Call) {
  const { place } = world
  if (param(call, 'guild_id') !== place.guild.id || !place.bot.isMember)
    throw refusal.unknownGuild()
  const threads = place.channels.filter(
    (channel): channel is Thread =>
      isThread(channel) &&
      !channel.isArchived &&
      may(permissionsOf(place, place.bot, channel), Can.ViewChannel),
  )
  const own = threads.filter(({ memberIds }) => memberIds.includes(place.bot.id))
  return {
    threads: threads.map((thread) => payloads.channel(thread)),
    members: own.map((thread) => threadMember(thread, place.bot.id)),
    has_more: false,
  }
}

/** Whoever may write there may open an archived thread again; the rest is for who manages threads. */
function changed({ world, payloads }: Services, call: Call) {
  const { place } = world
  const thread = threadForBot({ world }, param(call, 'channel_id'))
  const { archived, locked, name } = call.body
  const isOpening = archived === false && locked === undefined && name === undefined
  const isManager = may(permissionsOf(place, place.bot, thread), Can.ManageThreads)
  const mayOpen = isOpening && maySendIn(place, place.bot, thread)
  if (!isManager && !mayOpen && thread.ownerId !== place.bot.id) throw refusal.missingPermissions()
  const after = {
    ...thread,
    isArchived: typeof archived === 'boolean' ? archived : thread.isArchived,
    isLocked: typeof locked === 'boolean' ? locked : thread.isLocked,
    name: typeof name === 'string' ? name : thread.name,
  }
  place.setChannel(after)
  return payloads.channel(after)
}

function create(services: Services, call: Call) {
  const { world, payloads } = services
  const isPrivate = call.body['type'] === PRIVATE_THREAD
  const bit = isPrivate ? Can.CreatePrivateThreads : Can.CreatePublicThreads
  const parent = channelForBot(world, param(call, 'channel_id'), bit)
  if (parent.kind !== 'text') throw refusal.wrongChannelType()
  const messageId = call.params['message_id']
  if (messageId !== undefined) messageForBot(world, parent.id, messageId)
  const botId = world.place.bot.id
  const thread = startThread(world, {
    parent,
    name: String(call.body['name']),
    ownerId: botId,
    memberIds: [],
    isPrivate,
    ...(messageId !== undefined && { messageId }),
  })
  return { ...payloads.channel(thread), member: threadMember(thread, botId) }
}
