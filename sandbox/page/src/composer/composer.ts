import {
  nameIn,
  optionValues,
  readCommandLine,
  type CommandLine,
  type Filled,
  type Usable,
} from '../../../src/wire/command-line.ts'
import { fill, h, icon } from '../dom/dom.ts'
import { ICONS } from '../dom/icons.ts'
import type { ListboxGroup } from '../dom/listbox.ts'
import type { Connection } from '../session/connection.ts'
import type { Store } from '../session/store.ts'
import { AttachedFiles } from './attached-files.ts'
import { usablesHere } from './commands.ts'
import { Completion } from './completion.ts'
import { hint } from './hint.ts'
import { launcher } from './launcher.ts'
import { mentionables } from './mentionables.ts'
import { openMention, withMentions } from './mentions.ts'
import { allChoices, choicesOf, exactValue, type OptionChoice } from './option-choices.ts'
import { problemOf } from './option-rule.ts'
import { Picker } from './picker.ts'
import { ReplyBar } from './reply-bar.ts'

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
  readonly #reply: ReplyBar
  readonly #files = new AttachedFiles()
  readonly #drafts = new Map<string, string>()
  #channelId: string
  #problem: string | null = null

  constructor(store: Store, connection: Connection) {
    this.#store = store
    this.#connection = connection
    this.#channelId = store.channelId
    this.#box = h('textarea', {
      rows: 1,
      autocomplete: 'off',
      on: {
        input: () => this.#typed(),
        keydown: (event) => this.#onKey(event),
        paste: (event) => this.#files.add(event.clipboardData?.files ?? null),
      },
    })
    this.#hint = h('div', { className: 'hint', hidden: true, attrs: { role: 'status' } })
    this.#picker = new Picker(this.#box)
    this.#completion = new Completion(store, connection, () => this.#update())
    this.#reply = new ReplyBar(store)
    this.element = h(
      'div',
      { className: 'composer' },
      this.#picker.element,
      this.#reply.element,
      this.#hint,
      this.#form(),
    )
    store.on('channel', () => this.#swapDraft())
    store.on('reply', (message) => message && this.focus())
    store.on('commands', () => this.#update())
    store.draw(['state', 'guild', 'channel', 'online'], () => this.#name())
  }

  focus(): void {
    this.#box.focus()
  }

  #form(): HTMLElement {
    const options = { store: this.#store, connection: this.#connection }
    const write = (usable: Usable) => this.#write(withFirstOption(usable))
    const send = h(
      'button',
      { type: 'submit', className: 'tool send', ariaLabel: 'Send message' },
      icon(ICONS.send),
    )
    const on = {
      submit: (event: SubmitEvent) => {
        event.preventDefault()
        this.#enter()
      },
      dragover: (event: DragEvent) => event.preventDefault(),
      drop: (event: DragEvent) => {
        event.preventDefault()
        this.#files.add(event.dataTransfer?.files ?? null)
      },
    }
    const line = h(
      'div',
      { className: 'line' },
      this.#files.button,
      this.#box,
      launcher({ ...options, write }),
      send,
    )
    return h('form', { className: 'box', on }, this.#files.element, line)
  }

  #read(): CommandLine {
    return readCommandLine(this.#box.value, usablesHere(this.#store))
  }

  /** Each channel keeps what was begun in it. */
  #swapDraft(): void {
    this.#drafts.set(this.#channelId, this.#box.value)
    this.#channelId = this.#store.channelId
    this.#box.value = this.#drafts.get(this.#channelId) ?? ''
  }

  #name(): void {
    const { channel, online } = this.#store
    const sign = channel?.kind === 'group-dm' ? '' : channel?.kind === 'dm' ? '@' : '#'
    const label = `Message ${sign}${channel?.name ?? ''}`
    const isSilent = channel?.maySend === false
    this.#box.ariaLabel = label
    this.#box.disabled = isSilent
    this.element.classList.toggle('silent', isSilent)
    this.#box.placeholder = isSilent
      ? 'You can’t send messages here'
      : online
        ? label
        : 'Connecting to the sandbox…'
    this.#update()
  }

  #typed(): void {
    this.#problem = null
    this.#update()
  }

  #update(): void {
    this.#box.style.height = 'auto'
    const height = Math.min(this.#box.scrollHeight, TALLEST_PX)
    if (height > 0) this.#box.style.height = `${height}px`
    const line = this.#read()
    this.#hint.hidden = line.kind !== 'filling'
    if (line.kind === 'choosing') return this.#showCommands(line.matches)
    if (line.kind === 'filling') return this.#showOptions(line)
    return this.#showMentions()
  }

  #showCommands(matches: Usable[]): void {
    const { name, iconUrl } = this.#store.state.application
    if (matches.length === 0) return this.#picker.say('No command is called that.')
    const items = matches.map((usable) => ({
      label: usable.label,
      detail: usable.options.map((one) => nameIn(usable.locale, one)).join('  '),
      hint: usable.description,
      choose: () => this.#write(withFirstOption(usable)),
    }))
    const picture = h('img', { src: iconUrl, alt: '' })
    return this.#picker.show([{ title: name, picture, items }], 0)
  }

  #showOptions(line: Filling): void {
    const focused = focusedOption(this.#box.value, line.filled)
    const insert = (name: string) => this.#insertOption(name)
    fill(this.#hint, ...hint(line, focused, this.#problem, insert))
    if (!focused) return this.#picker.hide()
    const known = choicesOf(focused, this.#store)
    if (known) return this.#showChoices(focused, known, 0)
    const isOffered = 'autocomplete' in focused.option && focused.option.autocomplete
    if (!isOffered) return this.#picker.hide()
    const offer = this.#completion.offerFor(line.usable, line.filled, focused)
    if (offer.kind === 'loading') return this.#picker.say('Loading options…')
    if (offer.kind === 'failed') return this.#picker.say('Loading options failed.')
    return this.#showChoices(focused, offer.choices, -1)
  }

  #showChoices(focused: Filled, choices: OptionChoice[], active: number): void {
    const items = choices.map((choice) => ({
      label: choice.name,
      hint: choice.hint,
      picture: choice.picture?.(),
      choose: () => this.#choose(focused, choice),
    }))
    const isNamed = choices.some((choice) => choice.name === focused.text)
    if (isNamed || exactValue(focused, this.#store) !== undefined) return this.#picker.hide()
    if (items.length === 0) return this.#picker.say('No options match your search.')
    const title = nameIn(this.#store.state.me.locale, focused.option)
    return this.#picker.show([{ title, items }], active)
  }

  #showMentions(): void {
    const typed = openMention(this.#box.value)
    if (typed === null) return this.#picker.hide()
    const wanted = typed.toLowerCase()
    const found = mentionables(this.#store).filter(({ name }) =>
      name.toLowerCase().startsWith(wanted),
    )
    if (found.some(({ name }) => name.toLowerCase() === wanted)) return this.#picker.hide()
    const items = found.map(({ name, picture }) => ({
      label: name,
      picture: picture(),
      choose: () => this.#write(`${this.#box.value.slice(0, -typed.length)}${name} `),
    }))
    const groups: ListboxGroup[] = [{ title: wanted[0] === '@' ? 'Members' : 'Channels', items }]
    return this.#picker.show(groups, 0)
  }

  #choose(focused: Filled, choice: OptionChoice): void {
    this.#completion.remember(focused.option.name, choice)
    const text = this.#box.value.trimEnd()
    this.#write(`${text.slice(0, text.length - focused.text.length)}${choice.name}`)
  }

  #insertOption(name: string): void {
    this.#write(`${this.#box.value.trimEnd()} ${name}:`)
  }

  #write(text: string): void {
    this.#box.value = text
    this.#box.focus()
    this.#box.setSelectionRange(text.length, text.length)
    this.#typed()
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
        return this.#escape()
      default:
        return false
    }
  }

  #escape(): boolean {
    if (this.#picker.isOpen) this.#picker.hide()
    else if (this.#reply.messageId !== undefined) this.#store.replyTo(null)
    else return false
    return true
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
    if (next) this.#insertOption(this.#nameOf(next))
    return next !== undefined
  }

  #nameOf(option: Filled['option']): string {
    return nameIn(this.#store.state.me.locale, option)
  }

  #enter(): void {
    if (this.#picker.active) return this.#picker.active.choose()
    const line = this.#read()
    if (line.kind === 'filling') return this.#useCommand(line)
    if (line.kind === 'choosing') return undefined
    return void this.#post()
  }

  async #post(): Promise<void> {
    const text = withMentions(this.#box.value.trim(), mentionables(this.#store))
    if (text === '' && this.#files.isEmpty) return
    const { channelId } = this.#store
    const replyTo = this.#reply.messageId
    const files = this.#files.isEmpty ? [] : await this.#files.take()
    const isSent = this.#connection.send({
      type: 'post',
      channelId,
      content: text,
      ...(replyTo !== undefined && { replyTo }),
      ...(files.length > 0 && { files }),
    })
    if (!isSent) return
    this.#store.replyTo(null)
    this.#write('')
  }

  #useCommand(line: Filling): void {
    const needed = line.missing.find((option) => option.required)
    if (needed) return this.#insertOption(this.#nameOf(needed))
    this.#problem = this.#problemOf(line)
    if (this.#problem !== null) return this.#update()
    const { usable, filled } = line
    const attempt = { nonce: crypto.randomUUID(), channelId: this.#store.channelId }
    this.#store.setAttempt({ ...attempt, label: usable.label, failure: null })
    void this.#completion.settled().then(() => this.#sendCommand(usable, filled, attempt))
    return this.#write('')
  }

  #problemOf({ usable, filled }: Filling): string | null {
    for (const one of filled) {
      const isListed = allChoices(one.option, this.#store) !== null
      const isKnown = isListed ? exactValue(one, this.#store) !== undefined : null
      const problem = problemOf(one.option, one.text, isKnown)
      if (problem !== null) return `${nameIn(usable.locale, one.option)}: ${problem}`
    }
    return null
  }

  #sendCommand(usable: Usable, filled: Filled[], attempt: { nonce: string; channelId: string }) {
    const options = optionValues(usable, filled, (one) => this.#completion.valueOf(one))
    const use = { ...attempt, commandId: usable.command.id, options }
    const isSent = this.#connection.send({ type: 'command', ...use })
    const failure = 'The sandbox is away'
    if (!isSent) this.#store.setAttempt({ ...attempt, label: usable.label, failure })
    this.#completion.forget()
  }
}

/** Choosing a command goes straight on to what it cannot do without. */
function withFirstOption({ label, options, locale }: Usable): string {
  const required = options.find((option) => option.required)
  return required ? `${label} ${nameIn(locale, required)}:` : `${label} `
}

/** The option whose value the text ends in. */
function focusedOption(text: string, filled: Filled[]): Filled | undefined {
  const last = filled.at(-1)
  return last && text.trimEnd().endsWith(last.text) ? last : undefined
}
