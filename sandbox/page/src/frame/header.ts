import { ApplicationCommandType } from 'discord-api-types/v10'
import type { Connection } from './connection.ts'
import { fill, h, icon } from './dom.ts'
import { ICONS } from './icons.ts'
import type { Store } from './store.ts'
import { toggleTheme } from './theme.ts'

/** The line above the chat: which channel, who runs something in it, and the page's switches. */
export function header(store: Store, connection: Connection): HTMLElement {
  const title = h('div', { className: 'title' })
  const join = h('span', {})
  const protocol = toggle('Protocol', ICONS.shield, 'protocol')
  const bar = h(
    'header',
    { className: 'bar' },
    toggle('Channels', ICONS.menu, 'sidebar'),
    title,
    join,
    protocol,
    tool('Switch between dark and light', ICONS.sun, toggleTheme),
    toggle('Members', ICONS.people, 'members'),
  )
  const draw = () => {
    const { channel } = store
    const sign = icon(channel?.isPrivate ? ICONS.lock : ICONS.hash)
    fill(title, sign, h('h2', {}, channel?.name ?? ''), h('span', {}, channel?.topic ?? ''))
    fill(join, joinButton(store, connection))
    const count = store.state.violations.length
    protocol.dataset['count'] = count === 0 ? '' : String(count)
    protocol.ariaLabel = count === 0 ? 'Protocol' : `Protocol: ${count} violations`
  }
  for (const topic of ['state', 'channel', 'commands', 'violations', 'participants'] as const) {
    store.on(topic, draw)
  }
  draw()
  return bar
}

/** Joins the Activity that runs here, or begins one by the application's Entry Point command. */
function joinButton(store: Store, connection: Connection): HTMLElement | null {
  const inside = store.participants(store.channelId)
  if (inside.some(({ id }) => id === store.state.me.id)) return null
  const { channelId } = store
  const { name } = store.state.application
  if (inside.length > 0) {
    const open = { type: 'open-activity', channelId, customId: null } as const
    return startButton(`Join ${name}`, 'success', () => connection.send(open))
  }
  const command = store.state.commands.find(
    ({ type }) => type === ApplicationCommandType.PrimaryEntryPoint,
  )
  if (!command || !store.channel?.mayUseCommands) return null
  return startButton(`Launch ${name}`, 'secondary', () => {
    const nonce = crypto.randomUUID()
    connection.send({ type: 'command', nonce, channelId, commandId: command.id, options: [] })
    store.setAttempt({ nonce, channelId, label: `Launch ${name}`, failed: false })
  })
}

function startButton(label: string, style: string, click: () => void): HTMLElement {
  const [verb = '', ...name] = label.split(' ')
  return h(
    'button',
    { type: 'button', className: `button small ${style}`, ariaLabel: label, on: { click } },
    verb,
    h('span', { className: 'wide-only' }, `\u00a0${name.join(' ')}`),
  )
}

/** Shows and hides a part of the page; `body[data-shown]` tells the style sheet. */
function toggle(label: string, path: string, part: string): HTMLElement {
  const button = tool(label, path, () => {
    const element = document.querySelector<HTMLElement>(`#${part}`)
    if (part === 'protocol' && element) element.hidden = !element.hidden
    else document.body.classList.toggle(`toggled-${part}`)
  })
  button.classList.add(`toggle-${part}`)
  button.setAttribute('aria-controls', part)
  return button
}

function tool(label: string, path: string, click: () => void): HTMLElement {
  return h(
    'button',
    { type: 'button', className: 'tool', ariaLabel: label, on: { click } },
    icon(path),
  )
}
