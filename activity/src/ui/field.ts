import { element } from './dom.ts'

let count = 0

/** A labelled input. */
export const field = (
  label: string,
  attributes: Parameters<typeof element>[1],
): { dom: HTMLElement; input: HTMLInputElement } => {
  count += 1
  const id = `field-${count}`
  const input = element('input', { id, class: 'input', ...attributes })
  return {
    dom: element('div', { class: 'field' }, [element('label', { for: id }, [label]), input]),
    input,
  }
}
