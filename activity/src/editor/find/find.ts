import {
  closeSearchPanel,
  findNext,
  findPrevious,
  getSearchQuery,
  openSearchPanel,
  replaceAll,
  replaceNext,
  search,
  SearchQuery,
  setSearchQuery,
} from '@codemirror/search'
import type { Extension } from '@codemirror/state'
import { keymap, runScopeHandlers } from '@codemirror/view'
import type { Command, EditorView, Panel, ViewUpdate } from '@codemirror/view'
import { element } from '../../ui/dom.ts'
import { icon } from '../../ui/icon.ts'
import type { IconName } from '../../ui/icon.ts'
import { later } from '../later.ts'
import { matchesIn, matchesText } from './matches.ts'

/** Finding and replacing, in a panel above the text. */
export const find = (): Extension => [
  search({ top: true, createPanel: (view) => new FindPanel(view) }),
  keymap.of([
    { key: 'Mod-f', run: openSearchPanel, scope: 'editor search-panel' },
    { key: 'F3', run: findNext, shift: findPrevious, scope: SCOPES, preventDefault: true },
    { key: 'Mod-g', run: findNext, shift: findPrevious, scope: SCOPES, preventDefault: true },
    { key: 'Escape', run: closeSearchPanel, scope: SCOPES },
  ]),
]

const SCOPES = 'editor search-panel'

/** Counted anew when nobody has typed for this long, ms. */
const QUIET = 150

class FindPanel implements Panel {
  readonly dom: HTMLElement
  readonly top = true
  readonly #view: EditorView
  readonly #search: HTMLInputElement
  readonly #replace: HTMLInputElement
  readonly #replacing: HTMLElement
  readonly #found = element('span', { class: 'find-count', 'aria-live': 'polite' })
  readonly #count = later(() => this.#show(), QUIET)

  constructor(view: EditorView) {
    this.#view = view
    this.#search = input('Find', () => this.#commit())
    this.#search.setAttribute('main-field', 'true')
    this.#replace = input('Replace with', () => this.#commit())
    const { search, replace } = getSearchQuery(view.state)
    this.#search.value = search
    this.#replace.value = replace
    this.#replacing = element('div', { class: 'find-row' }, [
      this.#replace,
      wordButton('Replace', () => replaceNext(view)),
      wordButton('All', () => replaceAll(view), 'Replace all'),
    ])
    this.dom = element(
      'div',
      { class: 'find', role: 'search', 'aria-label': 'In this document' },
      [
        element('div', { class: 'find-row' }, [
          element('span', { class: 'find-field' }, [this.#search, this.#found]),
          iconButton('up', 'Previous', () => findPrevious(view)),
          iconButton('down', 'Next', () => findNext(view)),
          iconButton('close', 'Close', () => closeSearchPanel(view)),
        ]),
        this.#replacing,
      ],
      { keydown: (event) => this.#key(event) },
    )
    this.#show()
  }

  mount(): void {
    this.#search.select()
  }

  update(update: ViewUpdate): void {
    const query = getSearchQuery(update.state)
    if (!query.eq(getSearchQuery(update.startState))) this.#take(query)
    if (update.docChanged || update.selectionSet) this.#count.ask()
    this.#replacing.hidden = update.state.readOnly
  }

  destroy(): void {
    this.#count.stop()
  }

  /** Somebody has opened the panel again, with other words selected. */
  #take({ search, replace }: SearchQuery): void {
    if (this.#search.value !== search) this.#search.value = search
    if (this.#replace.value !== replace) this.#replace.value = replace
    this.#count.ask()
  }

  #commit(): void {
    const query = new SearchQuery({
      search: this.#search.value,
      replace: this.#replace.value,
      literal: true,
    })
    this.#view.dispatch({ effects: setSearchQuery.of(query) })
  }

  #key(event: KeyboardEvent): void {
    if (runScopeHandlers(this.#view, event, 'search-panel')) return event.preventDefault()
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return undefined
    event.preventDefault()
    this.#commit()
    enter(event, this.#replace)(this.#view)
    return undefined
  }

  #show(): void {
    const { state } = this.#view
    this.#replacing.hidden = state.readOnly
    const query = getSearchQuery(state)
    this.#found.textContent = query.search === '' ? '' : matchesText(matchesIn(state, query))
  }
}

const enter = ({ target, shiftKey }: KeyboardEvent, replace: HTMLInputElement): Command => {
  if (target === replace) return replaceNext
  return shiftKey ? findPrevious : findNext
}

const input = (label: string, run: () => void): HTMLInputElement =>
  element(
    'input',
    { class: 'input find-input', 'aria-label': label, placeholder: label, autocomplete: 'off' },
    [],
    { input: run },
  )

const iconButton = (name: IconName, label: string, run: () => void): HTMLButtonElement =>
  element(
    'button',
    { type: 'button', class: 'foot-button', 'aria-label': label, title: label },
    [icon(name)],
    { click: run },
  )

const wordButton = (text: string, run: () => void, label?: string): HTMLButtonElement =>
  element('button', { type: 'button', class: 'button', 'aria-label': label }, [text], {
    click: run,
  })
