import type { Conditions } from '../../../src/wire/change.ts'
import type {
  ChannelView,
  PageMessage,
  PageState,
  Participant,
  Person,
  ToPage,
} from '../../../src/wire/control.ts'

/** Something that was sent to the bot and not yet answered, or was not answered in time. */
export interface Attempt {
  nonce: string
  channelId: string
  label: string
  /** Why it came to nothing; null while it is under way. */
  failure: string | null
}

/** What came in while another channel was open. */
export interface Unread {
  messages: number
  pings: number
}

interface Topics {
  state: undefined
  /** Channels, people or one's own roles are different. */
  guild: undefined
  /** Another channel is open. */
  channel: undefined
  unread: undefined
  online: undefined
  message: PageMessage
  'message-delete': string
  /** The messages of the open channel are others. */
  messages: undefined
  /** Somebody wants to see that message of the open channel. */
  jump: string
  reply: PageMessage | null
  commands: undefined
  attempts: undefined
  violations: undefined
  calls: undefined
  conditions: Conditions
  participants: undefined
  launch: Extract<ToPage, { type: 'launch' }>
  interaction: Extract<ToPage, { type: 'interaction' }>
  autocomplete: Extract<ToPage, { type: 'autocomplete' }>
  modal: Extract<ToPage, { type: 'modal' }>
  consent: Extract<ToPage, { type: 'consent' }>
}

const MOST_CALLS = 100

/** What the page knows. Parts of the page listen to the topics they draw. */
export class Store {
  state: PageState
  channelId: string
  online = true
  readonly attempts = new Map<string, Attempt>()
  readonly #unread = new Map<string, Unread>()
  readonly #listeners = new Map<keyof Topics, Set<(data: never) => void>>()

  constructor(state: PageState, channelName: string | null) {
    this.state = state
    const wanted = state.channels.find(({ name, id }) => [name, id].includes(channelName ?? ''))
    this.channelId = (wanted ?? state.channels[0])?.id ?? ''
  }

  /** Returns the way to stop listening. */
  on<Topic extends keyof Topics>(
    topic: Topic,
    listener: (data: Topics[Topic]) => void,
  ): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set()
    listeners.add(listener)
    this.#listeners.set(topic, listeners)
    return () => listeners.delete(listener)
  }

  /** Calls at once and on each of the topics. */
  draw(topics: (keyof Topics)[], listener: () => void): void {
    for (const topic of topics) this.on(topic, listener)
    listener()
  }

  get channel(): ChannelView | undefined {
    return this.channelById(this.channelId)
  }

  channelById(id: string): ChannelView | undefined {
    return this.state.channels.find((channel) => channel.id === id)
  }

  person(id: string): Person | undefined {
    return this.state.people.find((person) => person.id === id)
  }

  messages(channelId = this.channelId): PageMessage[] {
    return this.state.messages[channelId] ?? []
  }

  message(channelId: string, id: string): PageMessage | undefined {
    return this.messages(channelId).find((message) => message.id === id)
  }

  unread(channelId: string): Unread {
    return this.#unread.get(channelId) ?? { messages: 0, pings: 0 }
  }

  /** Who is in the Activity of a channel. */
  participants(channelId: string): Participant[] {
    return this.state.activities.find((one) => one.channelId === channelId)?.participants ?? []
  }

  openChannel(id: string): void {
    this.channelId = id
    this.#unread.delete(id)
    this.#tell('channel', undefined)
  }

  /** Opens the channel of a message and shows the message in it; false when it can't be seen. */
  jump(channelId: string, messageId: string): boolean {
    if (!this.channelById(channelId)) return false
    if (this.channelId !== channelId) this.openChannel(channelId)
    this.#tell('jump', messageId)
    return true
  }

  replyTo(message: PageMessage | null): void {
    this.#tell('reply', message)
  }

  setOnline(online: boolean): void {
    this.online = online
    this.#tell('online', undefined)
  }

  setAttempt(attempt: Attempt): void {
    this.attempts.set(attempt.nonce, attempt)
    this.#tell('attempts', undefined)
  }

  dropAttempt(nonce: string): void {
    if (this.attempts.delete(nonce)) this.#tell('attempts', undefined)
  }

  /** Takes in what the sandbox says. */
  apply(message: ToPage): void {
    switch (message.type) {
      case 'state':
        this.state = message
        this.#tell('state', undefined)
        return this.#leaveGoneChannel()
      case 'guild':
        Object.assign(this.state, {
          channels: message.channels,
          people: message.people,
          me: message.me,
        })
        this.#tell('guild', undefined)
        return this.#leaveGoneChannel()
      case 'messages':
        this.state.messages[message.channelId] = message.messages
        return message.channelId === this.channelId ? this.#tell('messages', undefined) : undefined
      case 'message-create':
        this.#countUnread(message.message)
        return this.#keep(message.message)
      case 'message-update':
        return this.#keep(message.message)
      case 'message-delete':
        return this.#drop(message.channelId, message.messageId)
      case 'commands':
        this.state.commands = message.commands
        return this.#tell('commands', undefined)
      case 'bot':
        this.state.botOnline = message.online
        return this.#tell('online', undefined)
      case 'violation':
        this.state.violations.push(message.violation)
        return this.#tell('violations', undefined)
      case 'call':
        this.state.calls = [...this.state.calls, message.call].slice(-MOST_CALLS)
        return this.#tell('calls', undefined)
      case 'conditions':
        this.state.conditions = message.conditions
        return this.#tell('conditions', message.conditions)
      case 'participants':
        return this.#keepParticipants(message)
      case 'interaction':
        this.#closeAttempt(message)
        return this.#tell('interaction', message)
      case 'autocomplete':
        return this.#tell('autocomplete', message)
      case 'modal':
        return this.#tell('modal', message)
      case 'consent':
        return this.#tell('consent', message)
      case 'launch':
        return this.#tell('launch', message)
      case 'answer':
      case 'refusal':
        return undefined
    }
  }

  #keep(message: PageMessage): void {
    const messages = (this.state.messages[message.channel_id] ??= [])
    const index = messages.findIndex(({ id }) => id === message.id)
    if (index === -1) messages.push(message)
    else messages[index] = message
    this.#tell('message', message)
  }

  #drop(channelId: string, id: string): void {
    const messages = this.state.messages[channelId] ?? []
    this.state.messages[channelId] = messages.filter((message) => message.id !== id)
    this.#tell('message-delete', id)
  }

  #countUnread({ channel_id, author, pinged }: PageMessage): void {
    const { me } = this.state
    if (channel_id === this.channelId || author.id === me.id) return
    const { messages, pings } = this.unread(channel_id)
    const isPing = pinged?.includes(me.id) ?? false
    this.#unread.set(channel_id, { messages: messages + 1, pings: pings + (isPing ? 1 : 0) })
    this.#tell('unread', undefined)
  }

  #keepParticipants({
    instanceId,
    channelId,
    participants,
  }: PageState['activities'][number]): void {
    const others = this.state.activities.filter((one) => one.instanceId !== instanceId)
    const isOver = participants.length === 0
    this.state.activities = isOver ? others : [...others, { instanceId, channelId, participants }]
    this.#tell('participants', undefined)
  }

  #leaveGoneChannel(): void {
    const [first] = this.state.channels
    if (!this.channel && first) this.openChannel(first.id)
  }

  #closeAttempt({ nonce, outcome, reason }: Topics['interaction']): void {
    const attempt = this.attempts.get(nonce)
    if (!attempt) return
    const failure = reason ?? 'The application did not respond'
    if (outcome === 'failed') this.setAttempt({ ...attempt, failure })
    else this.dropAttempt(nonce)
  }

  #tell<Topic extends keyof Topics>(topic: Topic, data: Topics[Topic]): void {
    for (const listener of this.#listeners.get(topic) ?? []) listener(data as never)
  }
}
