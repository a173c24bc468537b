import { confirmed } from '../dom/dialog.ts'
import { h } from '../dom/dom.ts'
import { Refusal, type Connection } from '../session/connection.ts'
import type { Store } from '../session/store.ts'

/** A refusal the SDK rejects with: `{code, message}`. Codes: `Constants.ts` of the SDK. */
export class RpcError extends Error {
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/** Command name -> what answers it. */
export type RpcCommands = Record<string, (args: Record<string, unknown>) => unknown>

const CODE = { channel: 4005, permissions: 4006, token: 4009, oauth: 5000 } as const

interface Session {
  store: Store
  connection: Connection
  instanceId: string
  channelId: string
}

/** The commands of the Embedded App SDK that an Activity of documents meets; others answer 4002. */
export function rpcCommands(session: Session): RpcCommands {
  const { store, connection } = session
  let scopes: string[] = []
  const needing =
    (scope: string, answer: RpcCommands[string]) => (args: Record<string, unknown>) => {
      if (scopes.includes(scope)) return answer(args)
      throw new RpcError(CODE.permissions, `Not authenticated or invalid scope: ${scope}`)
    }
  return {
    AUTHORIZE: (args) => authorize(session, args),
    AUTHENTICATE: async ({ access_token }) => {
      const answer = await refusedAs(
        CODE.token,
        connection.ask({ about: 'token', accessToken: String(access_token) }),
      )
      scopes = (answer as { scopes: string[] }).scopes
      return answer
    },
    GET_ACTIVITY_INSTANCE_CONNECTED_PARTICIPANTS: () =>
      connection.ask({ about: 'participants', instanceId: session.instanceId }),
    GET_CHANNEL: needing('guilds', ({ channel_id }) => channelPayload(store, String(channel_id))),
    GET_CHANNEL_PERMISSIONS: needing('guilds.members.read', () => ({
      permissions: channelOf(store, session.channelId).permissions,
    })),
    USER_SETTINGS_GET_LOCALE: needing('identify', () => ({ locale: store.state.me.locale })),
    SET_ACTIVITY: needing('rpc.activities.write', ({ activity }) => ({
      name: store.state.application.name,
      type: 0,
      ...(activity as object),
    })),
    SHARE_LINK: (args) => shareLink(session, args),
    OPEN_EXTERNAL_LINK: ({ url }) => openExternalLink(String(url)),
    GET_PLATFORM_BEHAVIORS: () => ({ iosKeyboardResizesView: true }),
    SET_CONFIG: ({ use_interactive_pip }) => ({ use_interactive_pip }),
    CAPTURE_LOG: () => null,
    ENCOURAGE_HW_ACCELERATION: () => ({ enabled: true }),
    SET_ORIENTATION_LOCK_STATE: () => null,
  }
}

/** Whether the person is asked first is for the sandbox to say: see `askConsent`. */
function authorize({ connection }: Session, args: Record<string, unknown>) {
  const scopes = args['scope'] as string[]
  const question = { about: 'code', scopes, clientId: String(args['client_id']) } as const
  return refusedAs(CODE.oauth, connection.ask(question))
}

async function shareLink({ store, connection, channelId }: Session, args: Record<string, unknown>) {
  const { message, custom_id } = args as { message: string; custom_id?: string }
  const query = custom_id === undefined ? '' : `?custom_id=${encodeURIComponent(custom_id)}`
  const url = `https://discord.com/activities/${store.state.application.id}${query}`
  const didSendMessage = await confirmed({
    title: `Share to #${channelOf(store, channelId).name}`,
    content: [h('p', {}, message), h('code', {}, url)],
    yes: 'Send',
    no: 'Cancel',
  })
  if (didSendMessage) connection.send({ type: 'post', channelId, content: `${message}\n${url}` })
  return { success: didSendMessage, didCopyLink: false, didSendMessage }
}

async function openExternalLink(url: string) {
  const opened = await confirmed({
    title: 'Leaving the sandbox',
    content: [h('p', {}, 'This link goes to:'), h('code', {}, url)],
    yes: 'Visit site',
    no: 'Go back',
  })
  if (opened) window.open(url, '_blank', 'noopener,noreferrer')
  return { opened }
}

function channelOf(store: Store, id: string) {
  const channel = store.state.channels.find((channel) => channel.id === id)
  if (!channel) throw new RpcError(CODE.channel, 'Invalid channel')
  return channel
}

/** Both arrays are required by the SDK's parser. */
function channelPayload(store: Store, id: string) {
  const { type, guildId, name, topic } = channelOf(store, id)
  return {
    id,
    type,
    ...(guildId !== null && { guild_id: guildId }),
    name,
    topic,
    voice_states: [],
    messages: [],
  }
}

async function refusedAs(code: number, asked: Promise<unknown>): Promise<unknown> {
  try {
    return await asked
  } catch (error) {
    const given = error instanceof Refusal ? error.code : undefined
    throw new RpcError(given ?? code, error instanceof Error ? error.message : String(error))
  }
}
