import {
  optionValues,
  readCommandLine,
  usables,
  type CommandLine,
  type Filled,
  type Usable,
} from '../../src/wire/command-line.ts'
import { choicesOf } from './choice.ts'
import { Completion } from './completion.ts'
import type { Connection } from './connection.ts'
import { fill, h, icon } from './dom.ts'
import { ICONS } from './icons.ts'
import { Picker } from './picker.ts'
import type { Store } from './store.ts'

type Filling = Extract<CommandLine, { kind: 'filling' }>

const TALLEST_PX = 240

/** The message box: text, or a slash command with its picker, options and completion. */
export class Composer {
  readonly element: HTMLElement
  readonly #store: Store
  readonly #connection: Connection
  readonly #box: HTMLTextAreaElement
  readonly #hint: HTMLElement
  readonly #picker: Picker
  readonly #completion: Completion

  constructor(store: Store, connection: Connection) {
    this.#store = store
    this.#connection = connection
    this.#box = h('textarea', {
      rows: 1,
      autocomplete: 'off',
      on: { input: () => this.#update(), keydown: (event) => this.#onKey(event) },
    })
    this.#hint = h('div', { className: 'hint', hidden: true, attrs: { role: 'status' } })
    this.#picker = new Picker(this.#box)
    this.#completion = new Completion(store, connection, () => this.#update())
    const send = h(
      'button',
      { type: 'submit', className: 'send', ariaLabel: 'Send message' },
      icon(ICONS.play),
    )
    const on = {
      submit: (event: SubmitEvent) => {
        event.preventDefault()
        this.#enter()
      },
    }
    const line = h('form', { className: 'box', on }, this.#box, send)
    this.element = h('div', { className: 'composer' }, this.#picker.element, this.#hint, line)
    for (const topic of ['state', 'channel', 'online'] as const) store.on(topic, () => this.#name())
    store.on('commands', () => this.#update())
    this.#name()
  }

  focus(): void {
    this.#box.focus()
  }

  get #usables(): Usable[] {
    return this.#store.channel?.mayUseCommands ? usables(this.#store.state.commands) : []
  }

  #read(): CommandLine {
    return readCommandLine(this.#box.value, this.#usables)
  }

  #name(): void {
    const { channel, online } = this.#store
    const label = `Message #${channel?.name ?? ''}`
    const isSilent = channel?.maySend === false
    this.#box.setAttribute('aria-label', label)
    this.#box.disabled = isSilent
    this.#box.placeholder = isSilent
      ? 'You can’t send messages here'
      : online
        ? label
        : 'Connecting to the sandbox…'
    this.#update()
  }

  #update(): void {
    this.#box.style.height = 'auto'
    const height = Math.min(this.#box.scrollHeight, TALLEST_PX)
    if (height > 0) this.#box.style.height = `${height}px`
    const line = this.#read()
    if (line.kind === 'choosing') return this.#showCommands(line.matches)
    if (line.kind === 'filling') return this.#showOptions(line)
    this.#picker.hide()
    this.#hint.hidden = true
    return undefined
  }

  #showCommands(matches: Usable[]): void {
    this.#hint.hidden = true
    const items = matches.map((usable) => ({
      label: usable.label,
      hint: usable.description,
      choose: () => this.#write(withFirstOption(usable)),
    }))
    this.#picker.show(this.#store.state.application.name, items, 0)
  }

  #showOptions(line: Filling): void {
    this.#drawHint(line)
    const filled = focusedOption(this.#box.value, line.filled)
    if (!filled) return this.#picker.hide()
    const known = choicesOf(filled, this.#store)
    const choices = known ?? this.#completion.choicesFor(line.usable, line.filled, filled)
    const items = choices.map((choice) => ({
      label: choice.name,
      hint: '',
      choose: () => this.#choose(filled, choice),
    }))
    const isChosen = choices.some((choice) => choice.name === filled.text)
    return isChosen ? this.#picker.hide() : this.#picker.show(filled.option.name, items, -1)
  }

  #choose(filled: Filled, choice: { name: string; value: string | number }): void {
    this.#completion.remember(filled.option.name, choice)
    const text = this.#box.value.trimEnd()
    this.#write(`${text.slice(0, text.length - filled.text.length)}${choice.name}`)
  }

  #drawHint({ usable, filled, missing }: Filling): void {
    const chip = (name: string, className: string, insert: boolean) =>
      h(
        'button',
        {
          type: 'button',
          className: `chip ${className}`,
          disabled: !insert,
          tabIndex: -1,
          on: { click: () => this.#insertOption(name) },
        },
        name,
      )
    fill(
      this.#hint,
      h('strong', {}, usable.label),
      h('span', { className: 'description' }, usable.description),
      ...filled.map(({ option }) => chip(option.name, 'done', false)),
      ...missing.map((one) => chip(one.name, one.required ? 'required' : '', true)),
    )
    this.#hint.hidden = false
  }

  #insertOption(name: string): void {
    this.#write(`${this.#box.value.trimEnd()} ${name}:`)
  }

  #write(text: string): void {
    this.#box.value = text
    this.#box.focus()
    this.#box.setSelectionRange(text.length, text.length)
    this.#update()
  }

  #onKey(event: KeyboardEvent): void {
    if (event.isComposing) return
    const handled = this.#handle(event)
    if (handled) event.preventDefault()
  }

  #handle(event: KeyboardEvent): boolean {
    switch (event.key) {
      case 'Enter':
        if (event.shiftKey) return false
        this.#enter()
        return true
      case 'ArrowDown':
      case 'ArrowUp':
        if (!this.#picker.isOpen) return false
        this.#picker.move(event.key === 'ArrowDown' ? 1 : -1)
        return true
      case 'Tab':
        return !event.shiftKey && this.#tab()
      case 'Escape':
        if (!this.#picker.isOpen) return false
        this.#picker.hide()
        return true
      default:
        return false
    }
  }

  /** Completes; when there is nothing to complete, Tab leaves the box as everywhere. */
  #tab(): boolean {
    const item = this.#picker.active ?? (this.#picker.isOpen ? this.#picker.first : undefined)
    if (item) {
      item.choose()
      return true
    }
    const line = this.#read()
    const [next] = line.kind === 'filling' ? line.missing : []
    if (next) this.#insertOption(next.name)
    return next !== undefined
  }

  #enter(): void {
    if (this.#picker.active) return this.#picker.active.choose()
    const line = this.#read()
    if (line.kind === 'filling') return this.#useCommand(line)
    const content = this.#box.value.trim()
    if (line.kind === 'choosing' || content === '') return undefined
    const isSent = this.#connection.send({
      type: 'post',
      channelId: this.#store.channelId,
      content,
    })
    return isSent ? this.#write('') : undefined
  }

  #useCommand({ usable, filled, missing }: Filling): void {
    const needed = missing.find((option) => option.required)
    if (needed) return this.#insertOption(needed.name)
    const attempt = { nonce: crypto.randomUUID(), channelId: this.#store.channelId }
    this.#store.setAttempt({ ...attempt, label: usable.label, failed: false })
    void this.#completion.settled().then(() => this.#sendCommand(usable, filled, attempt))
    return this.#write('')
  }

  #sendCommand(usable: Usable, filled: Filled[], attempt: { nonce: string; channelId: string }) {
    const options = optionValues(usable, filled, (one) =>
      this.#completion.valueOf(one, this.#store),
    )
    const use = { ...attempt, commandId: usable.command.id, options }
    const isSent = this.#connection.send({ type: 'command', ...use })
    if (!isSent) this.#store.setAttempt({ ...attempt, label: usable.label, failed: true })
    this.#completion.forget()
  }
}

/** Choosing a command goes straight on to what it cannot do without. */
function withFirstOption({ label, options }: Usable): string {
  const required = options.find((option) => option.required)
  return required ? `${label} ${required.name}:` : `${label} `
}

/** The option whose value the text ends in. */
function focusedOption(text: string, filled: Filled[]): Filled | undefined {
  const last = filled.at(-1)
  return last && text.trimEnd().endsWith(last.text) ? last : undefined
}
