import { openSearchPanel } from '@codemirror/search'
import { showPanel } from '@codemirror/view'
import type { EditorView, Panel, ViewUpdate } from '@codemirror/view'
import type { Extension } from '@codemirror/state'
import { element } from '../../ui/dom.ts'
import { icon } from '../../ui/icon.ts'
import type { IconName } from '../../ui/icon.ts'
import { later } from '../later.ts'
import { showsSource, switchSource } from '../preview/source-mode.ts'
import { toolbar } from './toolbar.ts'
import { wordsIn, wordsText } from './words.ts'

/** Words are counted when nobody has typed for this long, ms: a long text takes a moment. */
const QUIET = 300

/** Below the text: how long it is, how it is shown, and the tools for fingers. */
export const foot = (): Extension => showPanel.of((view) => new Foot(view))

class Foot implements Panel {
  readonly dom: HTMLElement
  readonly #view: EditorView
  readonly #words = element('span', { class: 'foot-words' })
  readonly #source: HTMLButtonElement
  readonly #count = later(() => this.#show(), QUIET)

  constructor(view: EditorView) {
    this.#view = view
    const find = footButton('find', 'Find', () => openSearchPanel(view))
    this.#source = footButton('source', 'Markdown source', () => switchSource(view))
    // a click leaves the caret where it is
    const keep = { mousedown: (event: Event) => event.preventDefault() }
    const line = element('div', { class: 'foot' }, [this.#words, find, this.#source], keep)
    this.dom = element('div', {}, [toolbar(view), line])
    this.#show()
  }

  update(update: ViewUpdate): void {
    if (update.docChanged || update.selectionSet) this.#count.ask()
    if (showsSource(update.startState) !== showsSource(update.state)) this.#press()
  }

  destroy(): void {
    this.#count.stop()
  }

  #show(): void {
    const { doc, selection } = this.#view.state
    const all = wordsIn(doc)
    const { from, to, empty } = selection.main
    this.#words.textContent = wordsText(all, empty ? 0 : wordsIn(doc, from, to))
    this.#press()
  }

  #press(): void {
    this.#source.setAttribute('aria-pressed', String(showsSource(this.#view.state)))
  }
}

const footButton = (name: IconName, label: string, run: () => void): HTMLButtonElement =>
  element(
    'button',
    { type: 'button', class: 'foot-button', 'aria-label': label, title: label },
    [icon(name)],
    { click: run },
  )
