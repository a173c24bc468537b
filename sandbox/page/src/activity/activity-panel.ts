import type { ToPage } from '../../src/wire/control.ts'
import type { Connection } from './connection.ts'
import { fill, h, icon } from './dom.ts'
import { ICONS } from './icons.ts'
import { rpcCommands } from './rpc-command.ts'
import { RpcHost } from './rpc-host.ts'
import type { Store } from './store.ts'

/** Layout modes of the SDK: 0 focused, 1 picture in picture, 2 grid. */
const MODES = [
  { mode: 0, name: 'focused', label: 'Focus', path: ICONS.focus },
  { mode: 1, name: 'pip', label: 'Picture in picture', path: ICONS.pip },
  { mode: 2, name: 'grid', label: 'Grid', path: ICONS.grid },
] as const

type Mode = (typeof MODES)[number]
type Launch = Extract<ToPage, { type: 'launch' }>

interface Running extends Launch {
  host: RpcHost
}

/**
 * Where an Activity runs. Its iframe is made once and only moved about by style sheets: taking it out
 * of the page would reload it.
 */
export class ActivityPanel {
  readonly element: HTMLElement
  readonly #store: Store
  readonly #connection: Connection
  readonly #stage = h('div', { className: 'stage' })
  readonly #bar = h('header', { className: 'activity-bar' })
  #running: Running | null = null
  #mode: Mode = MODES[0]

  constructor(store: Store, connection: Connection) {
    this.#store = store
    this.#connection = connection
    this.element = h('section', { className: 'activity', hidden: true }, this.#bar, this.#stage)
    this.element.setAttribute('aria-label', 'Running app')
    store.on('launch', (launch) => this.#launch(launch))
    store.on('participants', () => this.#tellParticipants())
    // The sandbox was away: it forgot who is in the Activity.
    store.on('state', () => this.#join())
  }

  /** Somebody already in it is only brought back to it, without a reload, as at Discord. */
  #launch(launch: Launch): void {
    this.#setMode(MODES[0])
    if (this.#running?.instanceId === launch.instanceId) {
      this.#connection.send({ type: 'handshake', instanceId: launch.instanceId })
      return this.#focus()
    }
    this.close()
    const frame = h('iframe', {
      title: 'Activity',
      allow: 'clipboard-write; clipboard-read; fullscreen',
      src: this.#address(launch),
    })
    this.#running = { ...launch, host: this.#host(launch, frame) }
    fill(this.#stage, frame)
    this.element.hidden = false
    document.body.dataset['activity'] = this.#mode.name
    this.#join()
    this.#drawBar()
    return this.#focus()
  }

  close(): void {
    if (!this.#running) return
    const { instanceId, host } = this.#running
    host.close()
    this.#running = null
    fill(this.#stage)
    this.element.hidden = true
    delete document.body.dataset['activity']
    this.#connection.send({ type: 'leave-activity', instanceId })
  }

  #focus(): void {
    this.#stage.querySelector('iframe')?.focus()
  }

  #join(): void {
    if (!this.#running) return
    const { instanceId, channelId } = this.#running
    this.#connection.send({ type: 'join-activity', instanceId, channelId })
  }

  #address({ instanceId, channelId, customId }: Launch): string {
    const { activityOrigin, guild } = this.#store.state
    const query = new URLSearchParams({
      instance_id: instanceId,
      location_id: `gc-${guild.id}-${channelId}`,
      launch_id: instanceId.split('-')[1] ?? '',
      channel_id: channelId,
      guild_id: guild.id,
      frame_id: crypto.randomUUID(),
      platform: 'desktop',
    })
    if (customId !== null) query.set('custom_id', customId)
    return `${activityOrigin}/?${query}`
  }

  #host({ instanceId, channelId }: Launch, frame: HTMLIFrameElement): RpcHost {
    const { activityOrigin, apiOrigin, application } = this.#store.state
    const store = this.#store
    const connection = this.#connection
    return new RpcHost({
      frame,
      origin: activityOrigin,
      application,
      apiOrigin,
      commands: rpcCommands({ store, connection, instanceId, channelId }),
      current: (event) => this.#currentValue(event),
      onHandshake: () => connection.send({ type: 'handshake', instanceId }),
      onClose: () => this.close(),
    })
  }

  #currentValue(event: string): unknown {
    switch (event) {
      case 'ACTIVITY_LAYOUT_MODE_UPDATE':
        return { layout_mode: this.#mode.mode }
      case 'ORIENTATION_UPDATE':
        return { screen_orientation: 1, orientation: 'landscape' }
      case 'THERMAL_STATE_UPDATE':
        return { thermal_state: 0 }
      default:
        return undefined
    }
  }

  #setMode(mode: Mode): void {
    this.#mode = mode
    if (!this.#running) return
    document.body.dataset['activity'] = mode.name
    this.#drawBar()
    this.#running.host.dispatch('ACTIVITY_LAYOUT_MODE_UPDATE', { layout_mode: mode.mode })
  }

  #tellParticipants(): void {
    if (!this.#running) return
    const participants = this.#store.participants(this.#running.channelId)
    this.#running.host.dispatch('ACTIVITY_INSTANCE_PARTICIPANTS_UPDATE', { participants })
    this.#drawBar()
  }

  #drawBar(): void {
    const inside = this.#store.participants(this.#running?.channelId ?? '')
    const people = inside.map(({ id }) => this.#store.person(id))
    fill(
      this.#bar,
      h('strong', {}, this.#store.state.application.name),
      h(
        'span',
        { className: 'faces' },
        ...people.map((one) => h('img', { src: one?.avatarUrl ?? '', alt: one?.name ?? '' })),
      ),
      h('span', { className: 'modes' }, ...MODES.map((mode) => this.#modeButton(mode))),
      h(
        'button',
        {
          type: 'button',
          className: 'tool',
          ariaLabel: 'Leave app',
          on: { click: () => this.close() },
        },
        icon(ICONS.close),
      ),
    )
  }

  #modeButton(mode: Mode): HTMLElement {
    return h(
      'button',
      {
        type: 'button',
        className: 'tool',
        ariaLabel: mode.label,
        ariaPressed: String(mode === this.#mode),
        on: { click: () => this.#setMode(mode) },
      },
      icon(mode.path),
    )
  }
}
