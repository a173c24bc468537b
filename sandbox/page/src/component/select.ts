import { fill, h, icon } from '../dom/dom.ts'
import { ICONS } from '../dom/icons.ts'
import { Listbox } from '../dom/listbox.ts'
import { openPopover } from '../dom/popover.ts'
import { matching, type Choice } from './choices.ts'
import { isEnough, rangeHint, toggled, type Range } from './selection.ts'

const SEARCH_FROM = 9

interface SelectOptions {
  /** What it is called when it is read out. */
  label: string
  placeholder: string
  range: Range
  isDisabled?: boolean
  /** Always with a field to search in, as menus of people, roles and channels have. */
  isSearchable: boolean
  values: string[]
  choices: () => Choice[]
  /** The choice is made: at once in a menu for one value, else when it is closed. */
  onChosen: (values: string[]) => void
}

/** A menu: a field that shows what is chosen, and a list over the page to choose from. */
export function select(options: SelectOptions): HTMLElement {
  let values = options.values
  const field: HTMLButtonElement = h('button', {
    type: 'button',
    className: 'select',
    disabled: options.isDisabled ?? false,
    ariaLabel: options.label,
    attrs: { role: 'combobox', 'aria-haspopup': 'listbox', 'aria-expanded': 'false' },
    on: {
      click: () => open(),
      keydown: (event) => {
        if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
        event.preventDefault()
        open()
      },
    },
  })
  const draw = () => fill(field, shown(values, options), icon(ICONS.down))
  const open = () => {
    if (field.ariaBusy === 'true') return
    openList(field, options, values, (chosen) => {
      const before = values
      values = isEnough(chosen, options.range) ? chosen : before
      draw()
      if (values.join() !== before.join()) options.onChosen(values)
    })
  }
  draw()
  return field
}

function shown(values: string[], { choices, placeholder }: SelectOptions): HTMLElement {
  const known = choices()
  const chosen = values.map((value) => known.find((choice) => choice.value === value))
  if (values.length === 0) return h('span', { className: 'placeholder' }, placeholder)
  return h(
    'span',
    { className: 'chosen' },
    ...chosen.map((choice, i) =>
      h('span', { className: 'chip' }, choice?.picture?.(), choice?.label ?? values[i] ?? ''),
    ),
  )
}

function openList(
  field: HTMLElement,
  options: SelectOptions,
  before: string[],
  done: (values: string[]) => void,
): void {
  let values = before
  const all = options.choices()
  const isSearchable = options.isSearchable || all.length >= SEARCH_FROM
  const search = h('input', {
    type: 'text',
    className: isSearchable ? 'search' : 'search unseen',
    placeholder: 'Search',
    ariaLabel: isSearchable ? `Search ${options.label}` : options.label,
    readOnly: !isSearchable,
    attrs: { 'data-first': '', role: 'combobox', 'aria-expanded': 'true', autocomplete: 'off' },
  })
  const list = new Listbox(search, options.label)
  if (options.range.max > 1) list.element.ariaMultiSelectable = 'true'
  const none = h('p', { className: 'nothing', attrs: { role: 'status' } })
  const hint = rangeHint(options.range)
  const draw = (active: number) => {
    const found = matching(all, search.value)
    const isFull = options.range.max > 1 && values.length >= options.range.max
    const items = found.map((choice) => ({
      label: choice.label,
      hint: choice.hint,
      picture: choice.picture?.(),
      isChosen: values.includes(choice.value),
      isDisabled: isFull && !values.includes(choice.value),
      choose: () => choose(choice.value, found.indexOf(choice)),
    }))
    list.show([{ items }], active)
    none.textContent = found.length === 0 ? 'Nothing is called that.' : ''
  }
  const choose = (value: string, index: number) => {
    values = toggled(values, value, options.range)
    if (options.range.max === 1) popover.close()
    else draw(index)
  }
  search.addEventListener('input', () => draw(0))
  search.addEventListener('keydown', (event) => onKey(event, list, () => popover.close()))
  draw(
    Math.max(
      0,
      all.findIndex(({ value }) => before.includes(value)),
    ),
  )
  const content = h(
    'div',
    {},
    search,
    list.element,
    none,
    hint !== null && h('p', { className: 'range-hint' }, hint),
  )
  const popover = openPopover({
    at: field,
    content,
    className: 'select-list',
    isAsWide: true,
    onClose: () => done(values),
  })
  if (document.activeElement === document.body) search.focus()
}

function onKey(event: KeyboardEvent, list: Listbox, close: () => void): void {
  if (event.isComposing) return
  const isChoosing = event.key === 'Enter' || (event.key === ' ' && isReadOnly(event.target))
  if (event.key === 'Tab') close()
  if (event.key === 'ArrowDown') list.move(1)
  else if (event.key === 'ArrowUp') list.move(-1)
  else if (!isChoosing) return
  else if (!list.active?.isDisabled) list.active?.choose()
  event.preventDefault()
}

function isReadOnly(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.readOnly
}
