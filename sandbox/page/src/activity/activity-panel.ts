import type { ToPage } from '../../../src/wire/control.ts'
import { fill, h, icon } from '../dom/dom.ts'
import { ICONS } from '../dom/icons.ts'
import { facesOf } from '../frame/faces.ts'
import type { Connection } from '../session/connection.ts'
import type { Store } from '../session/store.ts'
import { rpcCommands } from './rpc-command.ts'
import { RpcHost } from './rpc-host.ts'

/** Layout modes of the SDK: 0 focused, 1 picture in picture, 2 grid. */
const MODES = [
  { mode: 0, name: 'focused', label: 'Focus', path: ICONS.focus },
  { mode: 1, name: 'pip', label: 'Picture in picture', path: ICONS.pip },
  { mode: 2, name: 'grid', label: 'Grid', path: ICONS.grid },
] as const

type Mode = (typeof MODES)[number]
type Launch = Extract<ToPage, { type: 'launch' }>
type Platform = 'desktop' | 'mobile'

interface Running extends Launch {
  host: RpcHost
}

/**
 * Where an Activity runs. Its iframe is made once and only moved about by style sheets: taking it out
 * of the page would reload it. On a phone it begins anew, since Discord says at the start what it is on.
 */
export class ActivityPanel {
  readonly element: HTMLElement
  readonly #store: Store
  readonly #connection: Connection
  readonly #screen = h('div', { className: 'screen' })
  readonly #tiles = h('div', { className: 'tiles', ariaHidden: 'true' })
  readonly #bar = h('header', { className: 'activity-bar' })
  #running: Running | null = null
  #mode: Mode = MODES[0]
  #platform: Platform = 'desktop'

  constructor(store: Store, connection: Connection) {
    this.#store = store
    this.#connection = connection
    const stage = h('div', { className: 'stage' }, this.#screen)
    this.element = h(
      'section',
      { className: 'activity', hidden: true, ariaLabel: 'Running app' },
      this.#bar,
      stage,
      this.#tiles,
    )
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
    return this.#start(launch)
  }

  close(): void {
    if (!this.#running) return
    const { instanceId, host } = this.#running
    host.close()
    this.#running = null
    fill(this.#screen)
    this.element.hidden = true
    delete document.body.dataset['activity']
    this.#connection.send({ type: 'leave-activity', instanceId })
  }

  #start(launch: Launch): void {
    const frame = h('iframe', {
      title: 'Activity',
      allow: 'clipboard-write; clipboard-read; fullscreen',
      src: this.#address(launch),
    })
    this.#running = { ...launch, host: this.#host(launch, frame) }
    fill(this.#screen, frame)
    this.element.hidden = false
    document.body.dataset['activity'] = this.#mode.name
    this.#join()
    this.#drawPeople()
    return this.#focus()
  }

  #focus(): void {
    this.#screen.querySelector('iframe')?.focus()
  }

  #join(): void {
    if (!this.#running) return
    const { instanceId, channelId } = this.#running
    this.#connection.send({ type: 'join-activity', instanceId, channelId })
  }

  #address({ instanceId, channelId, customId }: Launch): string {
    const { activityOrigin } = this.#store.state
    const guildId = this.#store.channelById(channelId)?.guildId
    const [, launchId = '', ...location] = instanceId.split('-')
    const query = new URLSearchParams({
      instance_id: instanceId,
      location_id: location.join('-'),
      launch_id: launchId,
      channel_id: channelId,
      frame_id: crypto.randomUUID(),
      platform: this.#platform,
    })
    if (guildId) query.set('guild_id', guildId)
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
    const isPhone = this.#platform === 'mobile'
    switch (event) {
      case 'ACTIVITY_LAYOUT_MODE_UPDATE':
        return { layout_mode: this.#mode.mode }
      case 'ORIENTATION_UPDATE':
        return isPhone
          ? { screen_orientation: 0, orientation: 'portrait' }
          : { screen_orientation: 1, orientation: 'landscape' }
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
    this.#drawPeople()
    this.#running.host.dispatch('ACTIVITY_LAYOUT_MODE_UPDATE', { layout_mode: mode.mode })
  }

  #setPlatform(platform: Platform): void {
    this.#platform = platform
    this.#screen.classList.toggle('phone', platform === 'mobile')
    if (!this.#running) return
    this.#running.host.close()
    const { type, instanceId, channelId, customId } = this.#running
    this.#start({ type, instanceId, channelId, customId })
  }

  #tellParticipants(): void {
    if (!this.#running) return
    const participants = this.#store.participants(this.#running.channelId)
    this.#running.host.dispatch('ACTIVITY_INSTANCE_PARTICIPANTS_UPDATE', { participants })
    this.#drawPeople()
  }

  #drawPeople(): void {
    const inside = this.#store.participants(this.#running?.channelId ?? '')
    const people = inside.map(({ id }) => this.#store.person(id))
    const isPhone = this.#platform === 'mobile'
    fill(
      this.#bar,
      h('strong', {}, this.#store.state.application.name),
      h('span', { className: 'faces' }, ...facesOf(people)),
      ...MODES.map((mode) =>
        tool(mode.label, mode.path, mode === this.#mode, () => this.#setMode(mode)),
      ),
      tool('Phone', ICONS.phone, isPhone, () => this.#setPlatform(isPhone ? 'desktop' : 'mobile')),
      tool('Leave app', ICONS.close, undefined, () => this.close()),
    )
    const tiles = people.map((person) =>
      h('figure', {}, h('img', { src: person?.avatarUrl ?? '', alt: '' }), person?.name ?? ''),
    )
    fill(this.#tiles, ...tiles)
  }
}

function tool(
  label: string,
  path: string,
  isPressed: boolean | undefined,
  click: () => void,
): HTMLElement {
  return h(
    'button',
    {
      type: 'button',
      className: 'tool',
      ariaLabel: label,
      title: label,
      ariaPressed: isPressed === undefined ? null : String(isPressed),
      on: { click },
    },
    icon(path),
  )
}
