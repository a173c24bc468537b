import { h } from '../dom/dom.ts'

/** A titled group of controls. */
export function group(title: string, ...content: (Node | string | null)[]): HTMLElement {
  return h('fieldset', { className: 'group' }, h('legend', {}, title), ...content)
}

/** A row of things that belong together. */
export function row(...content: (Node | string | null)[]): HTMLElement {
  return h('div', { className: 'controls' }, ...content)
}

/** A button that does something at once. */
export function action(text: string, click: () => void, style = 'secondary'): HTMLButtonElement {
  return h('button', { type: 'button', className: `button small ${style}`, on: { click } }, text)
}

/** A choice of values with their names. */
export function choice<Value extends string>(
  label: string,
  values: [Value, string][],
  change?: (value: Value) => void,
): HTMLSelectElement {
  const element: HTMLSelectElement = h(
    'select',
    { ariaLabel: label, on: { change: () => change?.(element.value as Value) } },
    ...values.map(([value, name]) => h('option', { value }, name)),
  )
  return element
}

/** A field for a number or a word. */
export function entry(label: string, properties: Partial<HTMLInputElement>): HTMLElement {
  const { type = 'text', value = '', min = '', placeholder = '' } = properties
  return h(
    'label',
    { className: 'entry' },
    label,
    h('input', { type, value, min, placeholder, autocomplete: 'off' }),
  )
}

/** What stands in a field of `entry`. */
export function entered(element: HTMLElement): string {
  return element.querySelector('input')?.value.trim() ?? ''
}

/** A switch. */
export function toggle(label: string, change: (isOn: boolean) => void): HTMLElement {
  const input: HTMLInputElement = h('input', {
    type: 'checkbox',
    on: { change: () => change(input.checked) },
  })
  return h('label', { className: 'option-line' }, input, h('span', {}, label))
}

/** Sets a switch without telling anybody. */
export function setToggle(element: HTMLElement, isOn: boolean): void {
  const input = element.querySelector('input')
  if (input) input.checked = isOn
}
