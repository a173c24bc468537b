import { ApplicationCommandType } from 'discord-api-types/v10'
import { descriptionIn, type Usable } from '../../../src/wire/command-line.ts'
import { h, icon } from '../dom/dom.ts'
import { ICONS } from '../dom/icons.ts'
import { openPopover } from '../dom/popover.ts'
import type { Connection } from '../session/connection.ts'
import type { Store } from '../session/store.ts'
import { useCommand } from '../session/use.ts'
import { commandsFor, usablesHere } from './commands.ts'

interface LauncherOptions {
  store: Store
  connection: Connection
  /** Puts a command into the message box. */
  write: (usable: Usable) => void
}

/** The button with the rocket: the application's Activity and its commands, for those who press. */
export function launcher(options: LauncherOptions): HTMLButtonElement {
  const button: HTMLButtonElement = h(
    'button',
    {
      type: 'button',
      className: 'tool',
      ariaLabel: 'App launcher',
      ariaHasPopup: 'dialog',
      ariaExpanded: 'false',
      on: { click: () => open(button, options) },
    },
    icon(ICONS.rocket),
  )
  return button
}

function open(button: HTMLElement, { store, connection, write }: LauncherOptions): void {
  const close = () => popover.close()
  const { application, me } = store.state
  const lines = usablesHere(store).map((usable) =>
    commandLine(usable.label, usable.description, () => {
      close()
      write(usable)
    }),
  )
  const [entry] = commandsFor(store, ApplicationCommandType.PrimaryEntryPoint)
  const launch = () => {
    close()
    if (entry) useCommand(store, connection, { label: entry.label, commandId: entry.command.id })
  }
  const content = h(
    'div',
    { ariaLabel: 'App launcher', attrs: { role: 'dialog' } },
    h(
      'div',
      { className: 'app' },
      h('img', { src: application.iconUrl, alt: '' }),
      h(
        'div',
        {},
        h('strong', {}, application.name),
        h('p', {}, entry ? descriptionIn(me.locale, entry.command) : 'Commands of this app'),
        peopleInside(store),
      ),
      entry &&
        h(
          'button',
          {
            type: 'button',
            className: 'button primary',
            attrs: { 'data-first': '' },
            on: { click: launch },
          },
          'Launch',
        ),
    ),
    h('h3', {}, 'Commands'),
    lines.length === 0
      ? h('p', { className: 'nothing' }, 'You can’t use commands here.')
      : h('ul', {}, ...lines.map((line) => h('li', {}, line))),
  )
  const popover = openPopover({ at: button, content, className: 'launcher', align: 'end' })
}

function commandLine(label: string, description: string, click: () => void): HTMLElement {
  return h(
    'button',
    { type: 'button', className: 'launcher-command', on: { click } },
    h('strong', {}, label),
    h('span', {}, description),
  )
}

function peopleInside(store: Store): HTMLElement | null {
  const { length } = store.participants(store.channelId)
  if (length === 0) return null
  return h(
    'p',
    { className: 'inside' },
    length === 1 ? '1 person is in it' : `${length} people are in it`,
  )
}
