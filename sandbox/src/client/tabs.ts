import type { IncomingMessage } from 'node:http'
import { WebSocketServer, type WebSocket } from 'ws'
import { ZodError } from 'zod'
import type { Instance } from '../activity/instances.ts'
import type { Services } from '../api/services.ts'
import { applyChange } from '../control/apply-change.ts'
import { changeSchema } from '../control/change-schema.ts'
import type { Stage } from '../control/changes.ts'
import { ChangeError } from '../control/refs.ts'
import type { ProtocolLog } from '../protocol/protocol-log.ts'
import type { StoredMessage } from '../state/message.ts'
import type { Change } from '../wire/change.ts'
import type { FromPage, ToPage } from '../wire/control.ts'
import {
  createThread,
  deleteMessage,
  editMessage,
  joinThread,
  leaveThread,
  pin,
  post,
} from './acts.ts'
import { activityView, guildView, maySee, messagesOf, messageView, viewFor } from './page-state.ts'
import { answerQuestion } from './question.ts'
import { Tab } from './tab.ts'
import { submitModal, useCommand, useComponent } from './use.ts'

interface TabsOptions {
  stage: Stage
  log: ProtocolLog
  activityOrigin: string
}

/** All open client pages: each is one person, sees what that person may see, acts as them. */
export class Tabs {
  readonly server = new WebSocketServer({ noServer: true })
  readonly #options: TabsOptions
  readonly #services: Services
  readonly #tabs = new Set<Tab>()

  constructor(options: TabsOptions) {
    this.#options = options
    this.#services = options.stage.services
    this.server.on('connection', (socket, request) => this.#connect(socket, request))
    this.#listen()
  }

  close(): void {
    for (const socket of this.server.clients) socket.terminate()
    this.server.close()
  }

  #listen(): void {
    const { world, instances, conditions, calls } = this.#services
    world.on('message-create', (message) => this.#tell('message-create', message))
    world.on('message-update', (message) => this.#tell('message-update', message))
    world.on('message-delete', (message) => this.#tellDeleted(message))
    world.on('messages-delete', (messages) => {
      for (const message of messages) this.#tellDeleted(message)
    })
    world.on('commands', () => {
      this.#tellAll({ type: 'commands', commands: world.commands() })
      this.#tellGuild()
    })
    for (const event of ['channel-create', 'channel-update', 'channel-delete'] as const) {
      world.place.on(event, () => this.#tellGuild())
    }
    world.place.on('user', () => this.#tellGuild())
    world.place.on('role', () => this.#tellGuild())
    instances.on('participants', (instance) => this.#tellParticipants(instance))
    conditions.on('change', () => {
      this.#tellAll({ type: 'conditions', conditions: conditions.now })
    })
    calls.on('call', (call) => this.#tellAll({ type: 'call', call }))
    this.#options.stage.gateway.on('online', (online) => this.#tellAll({ type: 'bot', online }))
    this.#options.log.on('violation', (violation) => {
      this.#tellAll({ type: 'violation', violation })
    })
  }

  #connect(socket: WebSocket, request: IncomingMessage): void {
    if (!isOwnPage(request)) return socket.close()
    const { place } = this.#services.world
    const key = new URL(request.url ?? '/', 'http://sandbox').searchParams.get('as')
    const people = place.users.filter((user) => !user.bot)
    const user = people.find((user) => user.key === key) ?? people[0]
    if (!user) return socket.close()
    const tab = new Tab(socket, place, user)
    this.#tabs.add(tab)
    socket.on('message', (data: Buffer) => this.#receive(tab, data.toString()))
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      this.#tabs.delete(tab)
      this.#services.instances.leaveAll(tab)
    })
    const view = viewFor(this.#services, user)
    for (const { id } of view.channels) tab.channelIds.add(id)
    return tab.send({
      ...view,
      activityOrigin: this.#options.activityOrigin,
      botOnline: this.#options.stage.gateway.isOnline,
      violations: this.#options.log.violations(),
    })
  }

  #receive(tab: Tab, text: string): void {
    const message = parse(text)
    if (message) this.#act(tab, message)
  }

  #act(tab: Tab, message: FromPage): void {
    const services = this.#services
    switch (message.type) {
      case 'post':
        return post(services, tab.user, message)
      case 'edit-message':
        return editMessage(services, tab.user, message)
      case 'delete-message':
        return deleteMessage(services, tab.user, message)
      case 'pin':
        return pin(services, tab.user, message)
      case 'create-thread':
        return createThread(services, tab.user, message)
      case 'join-thread':
        return joinThread(services, tab.user, message.channelId)
      case 'leave-thread':
        return leaveThread(services, tab.user, message.channelId)
      case 'command':
      case 'complete':
        return useCommand(services, tab, message)
      case 'component':
        return useComponent(services, tab, message)
      case 'modal-submit':
        return submitModal(services, tab, message)
      case 'modal-close':
        return services.interactions.closeModal(message.modalId)
      case 'open-activity':
        return this.#openActivity(tab, message.channelId, message.customId)
      case 'join-activity':
        return services.instances.join(message.instanceId, message.channelId, tab, tab.user.id)
      case 'leave-activity':
        return services.instances.leave(message.instanceId, tab)
      case 'handshake':
        return tab.shookHands(message.instanceId)
      case 'consent':
        return tab.answerConsent(message.id, message.isGranted)
      case 'ask':
        return void answerQuestion(services, tab, message.id, message.question).then((answer) =>
          tab.send(answer),
        )
      case 'change':
        return this.#change(tab, message.id, message.change)
    }
  }

  #change(tab: Tab, id: string, change: Change): void {
    try {
      const valid = changeSchema.parse(change)
      tab.send({ type: 'answer', id, data: applyChange(this.#options.stage, valid) })
    } catch (error) {
      if (!(error instanceof ChangeError || error instanceof ZodError)) throw error
      tab.send({ type: 'refusal', id, message: error.message })
    }
  }

  #openActivity(tab: Tab, channelId: string, customId: string | null): void {
    if (!this.#services.conditions.now.areActivitiesEnabled) return
    const { id } = this.#services.instances.launch(channelId)
    void tab.launch(id, channelId, customId)
  }

  /** What each person sees of channels and people, and the messages of channels that are new to them. */
  #tellGuild(): void {
    for (const tab of this.#tabs) {
      const view = guildView(this.#services, tab.user)
      tab.send({ type: 'guild', ...view })
      const ids = view.channels.map(({ id }) => id)
      for (const channelId of ids.filter((id) => !tab.channelIds.has(id))) {
        tab.send({ type: 'messages', channelId, messages: messagesOf(this.#services, channelId) })
      }
      tab.channelIds.clear()
      for (const id of ids) tab.channelIds.add(id)
    }
  }

  #tell(type: 'message-create' | 'message-update', stored: StoredMessage): void {
    const message = messageView(this.#services, stored)
    for (const tab of this.#readersOf(stored)) tab.send({ type, message })
  }

  #tellDeleted(stored: StoredMessage): void {
    const { channelId, id } = stored
    for (const tab of this.#readersOf(stored)) {
      tab.send({ type: 'message-delete', channelId, messageId: id })
    }
  }

  #tellParticipants(instance: Instance): void {
    const services = this.#services
    const channel = services.world.place.channel(instance.channelId)
    const readers = [...this.#tabs].filter(({ user }) => channel && maySee(services, user, channel))
    for (const tab of readers) {
      tab.send({ type: 'participants', ...activityView(services, instance) })
    }
  }

  #tellAll(message: ToPage): void {
    for (const tab of this.#tabs) tab.send(message)
  }

  #readersOf(message: StoredMessage): Tab[] {
    const channel = this.#services.world.place.channel(message.channelId)
    if (!channel) return []
    return [...this.#tabs].filter(({ user }) =>
      message.ephemeralFor === undefined
        ? maySee(this.#services, user, channel)
        : message.ephemeralFor === user.id,
    )
  }
}

/** Other pages of the same browser may not act here. */
function isOwnPage({ headers: { origin, host } }: IncomingMessage): boolean {
  return origin === undefined || new URL(origin).host === host
}

function parse(text: string): FromPage | null {
  try {
    return JSON.parse(text) as FromPage
  } catch {
    return null
  }
}
