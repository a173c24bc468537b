import { MessageType } from 'discord-api-types/v10'
import type { IncomingMessage } from 'node:http'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Instance } from '../activity/instances.ts'
import { newMessage } from '../api/message-body.ts'
import type { Services } from '../api/services.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { ProtocolLog } from '../protocol/protocol-log.ts'
import type { StoredMessage } from '../state/message.ts'
import type { FromPage, ToPage } from '../wire/control.ts'
import { answerQuestion } from './question.ts'
import { activityView, maySee, maySend, messageView, viewFor } from './page-state.ts'
import { startUse } from './use.ts'
import { Tab } from './tab.ts'

interface TabsOptions {
  services: Services
  gateway: Gateway
  log: ProtocolLog
  activityOrigin: string
}

/** All open client pages: each is one person, sees what that person may see, acts as them. */
export class Tabs {
  readonly server = new WebSocketServer({ noServer: true })
  readonly #options: TabsOptions
  readonly #tabs = new Set<Tab>()

  constructor(options: TabsOptions) {
    this.#options = options
    const { services, gateway, log } = options
    this.server.on('connection', (socket, request) => this.#connect(socket, request))
    services.world.on('message-create', (message) => this.#tell('message-create', message))
    services.world.on('message-update', (message) => this.#tell('message-update', message))
    services.world.on('message-delete', (message) => this.#tellDeleted(message))
    services.world.on('commands', () => {
      this.#tellAll({ type: 'commands', commands: services.world.commands() })
    })
    services.instances.on('participants', (instance) => this.#tellParticipants(instance))
    gateway.on('online', (online) => this.#tellAll({ type: 'bot', online }))
    log.on('violation', (violation) => this.#tellAll({ type: 'violation', violation }))
  }

  close(): void {
    for (const socket of this.server.clients) socket.terminate()
    this.server.close()
  }

  #connect(socket: WebSocket, request: IncomingMessage): void {
    const { services, gateway, log, activityOrigin } = this.#options
    const key = new URL(request.url ?? '/', 'http://sandbox').searchParams.get('as')
    const people = services.world.seed.users.filter((user) => !user.bot)
    const user = people.find((user) => user.key === key) ?? people[0]
    if (!user) return socket.close()
    const tab = new Tab(socket, user)
    this.#tabs.add(tab)
    socket.on('message', (data: Buffer) => this.#receive(tab, data.toString()))
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      this.#tabs.delete(tab)
      services.instances.leaveAll(tab)
    })
    return tab.send({
      ...viewFor(services, user),
      activityOrigin,
      botOnline: gateway.isOnline,
      violations: log.violations(),
    })
  }

  #receive(tab: Tab, text: string): void {
    const { services } = this.#options
    const message = parse(text)
    if (!message) return undefined
    switch (message.type) {
      case 'post':
        return this.#post(tab, message.channelId, message.content)
      case 'command':
      case 'complete':
      case 'component':
        return startUse(services, tab, message)
      case 'open-activity':
        return this.#openActivity(tab, message.channelId, message.customId)
      case 'join-activity':
        return services.instances.join(message.instanceId, message.channelId, tab, tab.user.id)
      case 'leave-activity':
        return services.instances.leave(message.instanceId, tab)
      case 'handshake':
        return tab.shookHands(message.instanceId)
      case 'ask':
        return tab.send(answerQuestion(services, tab, message.id, message.question))
      default:
        return undefined
    }
  }

  #post(tab: Tab, channelId: string, content: string): void {
    const { services } = this.#options
    const channel = services.world.channel(channelId)
    if (!channel || content.trim() === '' || !maySend(services, tab.user, channel)) return
    const where = { channelId, authorId: tab.user.id, type: MessageType.Default }
    services.world.addMessage(newMessage(services.world, where, { content }, []))
  }

  #openActivity(tab: Tab, channelId: string, customId: string | null): void {
    const { id } = this.#options.services.instances.launch(channelId)
    void tab.launch(id, channelId, customId)
  }

  #tell(type: 'message-create' | 'message-update', stored: StoredMessage): void {
    const message = messageView(this.#options.services, stored)
    for (const tab of this.#readersOf(stored)) tab.send({ type, message })
  }

  #tellDeleted(stored: StoredMessage): void {
    const { channelId, id } = stored
    for (const tab of this.#readersOf(stored)) {
      tab.send({ type: 'message-delete', channelId, messageId: id })
    }
  }

  #tellParticipants(instance: Instance): void {
    const { services } = this.#options
    const channel = services.world.channel(instance.channelId)
    const readers = [...this.#tabs].filter(({ user }) => channel && maySee(services, user, channel))
    for (const tab of readers) {
      tab.send({ type: 'participants', ...activityView(services, instance) })
    }
  }

  #tellAll(message: ToPage): void {
    for (const tab of this.#tabs) tab.send(message)
  }

  #readersOf(message: StoredMessage): Tab[] {
    const channel = this.#options.services.world.channel(message.channelId)
    if (!channel) return []
    return [...this.#tabs].filter(({ user }) =>
      message.ephemeralFor === undefined
        ? maySee(this.#options.services, user, channel)
        : message.ephemeralFor === user.id,
    )
  }
}

function parse(text: string): FromPage | null {
  try {
    return JSON.parse(text) as FromPage
  } catch {
    return null
  }
}
