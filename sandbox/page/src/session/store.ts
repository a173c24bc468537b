import type { PageMessage, PageState, Participant, Person, ToPage } from '../../src/wire/control.ts'

/** A command that was sent and not yet answered, or was not answered in time. */
export interface Attempt {
  nonce: string
  channelId: string
  label: string
  failed: boolean
}

interface Topics {
  state: undefined
  channel: undefined
  online: undefined
  message: PageMessage
  'message-delete': string
  commands: undefined
  attempts: undefined
  violations: undefined
  participants: undefined
  launch: Extract<ToPage, { type: 'launch' }>
  interaction: Extract<ToPage, { type: 'interaction' }>
  autocomplete: Extract<ToPage, { type: 'autocomplete' }>
}

/** What the page knows. Parts of the page listen to the topics they draw. */
export class Store {
  state: PageState
  channelId: string
  online = true
  readonly attempts = new Map<string, Attempt>()
  readonly #listeners = new Map<keyof Topics, Set<(data: never) => void>>()

  constructor(state: PageState, channelName: string | null) {
    this.state = state
    const wanted = state.channels.find(({ name }) => name === channelName)
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

  get channel() {
    return this.state.channels.find(({ id }) => id === this.channelId)
  }

  person(id: string): Person | undefined {
    return this.state.people.find((person) => person.id === id)
  }

  messages(): PageMessage[] {
    return this.state.messages[this.channelId] ?? []
  }

  /** Who is in the Activity of a channel. */
  participants(channelId: string): Participant[] {
    return this.state.activities.find((one) => one.channelId === channelId)?.participants ?? []
  }

  openChannel(id: string): void {
    this.channelId = id
    this.#tell('channel', undefined)
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

  dropMessage(channelId: string, id: string): void {
    const messages = this.state.messages[channelId] ?? []
    this.state.messages[channelId] = messages.filter((message) => message.id !== id)
    this.#tell('message-delete', id)
  }

  /** Takes in what the sandbox says. */
  apply(message: ToPage): void {
    switch (message.type) {
      case 'state':
        this.state = message
        return this.#tell('state', undefined)
      case 'message-create':
      case 'message-update':
        return this.#keep(message.message)
      case 'message-delete':
        return this.dropMessage(message.channelId, message.messageId)
      case 'commands':
        this.state.commands = message.commands
        return this.#tell('commands', undefined)
      case 'bot':
        this.state.botOnline = message.online
        return this.#tell('online', undefined)
      case 'violation':
        this.state.violations.push(message.violation)
        return this.#tell('violations', undefined)
      case 'participants':
        return this.#keepParticipants(message)
      case 'interaction':
        this.#closeAttempt(message.nonce, message.outcome)
        return this.#tell('interaction', message)
      case 'autocomplete':
        return this.#tell('autocomplete', message)
      case 'launch':
        return this.#tell('launch', message)
      default:
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

  #closeAttempt(nonce: string, outcome: 'answered' | 'failed'): void {
    const attempt = this.attempts.get(nonce)
    if (!attempt) return
    if (outcome === 'failed') this.setAttempt({ ...attempt, failed: true })
    else this.dropAttempt(nonce)
  }

  #tell<Topic extends keyof Topics>(topic: Topic, data: Topics[Topic]): void {
    for (const listener of this.#listeners.get(topic) ?? []) listener(data as never)
  }
}
