import { EventEmitter } from 'node:events'
import { randomBytes } from 'node:crypto'
import { GatewayIntentBits, GatewayOpcodes as Op } from 'discord-api-types/v10'
import { WebSocketServer, type WebSocket } from 'ws'
import type { GatewayEvent } from '../wire/change.ts'
import { Session } from './session.ts'

const HEARTBEAT_MS = 41_250
const RESUMABLE_MS = 60_000
const PRIVILEGED =
  GatewayIntentBits.GuildMembers |
  GatewayIntentBits.GuildPresences |
  GatewayIntentBits.MessageContent

/** Close codes: docs.discord.com/developers/topics/opcodes-and-status-codes#gateway. */
const Close = {
  unknownOpcode: 4001,
  decodeError: 4002,
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
  sessionTimedOut: 4009,
  disallowedIntents: 4014,
} as const

interface GatewayOptions {
  isTokenValid: (token: string) => boolean
  arePrivilegedIntentsAllowed: () => boolean
  /** Default 41,250, as Discord's. */
  heartbeatMs?: number
  /** The READY and GUILD_CREATE events of a new session. */
  welcome: (sessionId: string) => { ready: unknown; guilds: unknown[] }
}

interface Frame {
  op: Op
  d: unknown
}

/** Discord's gateway for one bot: identify, heartbeat, resume, events by intent. */
export class Gateway extends EventEmitter<{ online: [boolean] }> {
  readonly server = new WebSocketServer({ noServer: true })
  readonly #options: GatewayOptions
  readonly #sessions = new Map<string, Session>()
  readonly #bySocket = new Map<WebSocket, Session>()
  readonly #silent = new WeakSet<WebSocket>()

  constructor(options: GatewayOptions) {
    super()
    this.#options = options
    this.server.on('connection', (socket) => this.#connect(socket))
  }

  get isOnline(): boolean {
    return this.#bySocket.size > 0
  }

  /**
   * Tells every session with the intent (0: none needed). `data` may depend on a session's intents; undefined: it
   * hears nothing. False when no bot is connected now.
   */
  dispatch(event: string, intent: number, data: unknown): boolean {
    for (const session of this.#sessions.values()) {
      const wants = intent === 0 || (session.intents & intent) !== 0
      const shown: unknown = typeof data === 'function' ? data(session.intents) : data
      if (wants && shown !== undefined) session.dispatch(event, shown)
    }
    return this.isOnline
  }

  /** Does to all connected bots what Discord now and then does. */
  disturb(event: GatewayEvent): void {
    for (const [socket, session] of this.#bySocket) {
      switch (event) {
        case 'reconnect':
          send(socket, { op: Op.Reconnect, d: null })
          break
        case 'drop':
          socket.terminate()
          break
        case 'silence':
          this.#silent.add(socket)
          session.socket = null
          break
        default:
          if (event === 'invalid-session') this.#sessions.delete(session.id)
          send(socket, { op: Op.InvalidSession, d: event === 'resumable-session' })
      }
    }
  }

  /** The token no longer counts: whoever is connected by it is thrown out. */
  refuseToken(): void {
    for (const socket of this.#bySocket.keys()) {
      socket.close(Close.authenticationFailed, 'Authentication failed.')
    }
    this.#sessions.clear()
  }

  close(): void {
    for (const socket of this.server.clients) socket.terminate()
    this.server.close()
  }

  #connect(socket: WebSocket): void {
    const heartbeat_interval = this.#options.heartbeatMs ?? HEARTBEAT_MS
    const timeOut = () => socket.close(Close.sessionTimedOut, 'Session timed out.')
    const timer = setTimeout(timeOut, heartbeat_interval * 2)
    send(socket, { op: Op.Hello, d: { heartbeat_interval, _trace: [] } })
    socket.on('message', (data: Buffer) => {
      timer.refresh()
      if (!this.#silent.has(socket)) this.#receive(socket, data.toString())
    })
    socket.on('close', () => {
      clearTimeout(timer)
      this.#disconnect(socket)
    })
    socket.on('error', () => socket.terminate())
  }

  #receive(socket: WebSocket, text: string): void {
    const frame = parse(text)
    if (!frame) return socket.close(Close.decodeError, 'Error while decoding payload.')
    switch (frame.op) {
      case Op.Heartbeat:
        return send(socket, { op: Op.HeartbeatAck, d: null })
      case Op.Identify:
        return this.#identify(socket, frame.d as { token: string; intents: number })
      case Op.Resume:
        return this.#resume(socket, frame.d as { token: string; session_id: string; seq: number })
      case Op.PresenceUpdate:
      case Op.VoiceStateUpdate:
      case Op.RequestGuildMembers:
        if (!this.#bySocket.has(socket)) socket.close(Close.notAuthenticated, 'Not authenticated.')
        return undefined
      default:
        return socket.close(Close.unknownOpcode, 'Unknown opcode.')
    }
  }

  #identify(socket: WebSocket, { token, intents }: { token: string; intents: number }): void {
    if (this.#bySocket.has(socket)) {
      return socket.close(Close.alreadyAuthenticated, 'Already authenticated.')
    }
    if (!this.#options.isTokenValid(token)) {
      return socket.close(Close.authenticationFailed, 'Authentication failed.')
    }
    if ((intents & PRIVILEGED) !== 0 && !this.#options.arePrivilegedIntentsAllowed()) {
      return socket.close(Close.disallowedIntents, 'Disallowed intent(s).')
    }
    const session = new Session(randomBytes(16).toString('hex'), intents, socket)
    this.#sessions.set(session.id, session)
    const { ready, guilds } = this.#options.welcome(session.id)
    session.dispatch('READY', ready)
    for (const guild of guilds) session.dispatch('GUILD_CREATE', guild)
    this.#attach(socket, session)
  }

  #resume(socket: WebSocket, wanted: { token: string; session_id: string; seq: number }): void {
    if (!this.#options.isTokenValid(wanted.token)) {
      return socket.close(Close.authenticationFailed, 'Authentication failed.')
    }
    const session = this.#sessions.get(wanted.session_id)
    if (!session?.resume(socket, wanted.seq)) {
      return send(socket, { op: Op.InvalidSession, d: false })
    }
    this.#attach(socket, session)
  }

  #attach(socket: WebSocket, session: Session): void {
    this.#bySocket.set(socket, session)
    this.emit('online', true)
  }

  #disconnect(socket: WebSocket): void {
    const session = this.#bySocket.get(socket)
    this.#bySocket.delete(socket)
    if (!session) return
    if (session.socket === socket) session.socket = null
    setTimeout(() => {
      if (session.socket === null) this.#sessions.delete(session.id)
    }, RESUMABLE_MS).unref()
    this.emit('online', this.isOnline)
  }
}

function send(socket: WebSocket, frame: { op: number; d: unknown }): void {
  socket.send(JSON.stringify({ t: null, s: null, ...frame }))
}

function parse(text: string): Frame | null {
  try {
    return JSON.parse(text) as Frame
  } catch {
    return null
  }
}
