import type { Person } from '../../../src/wire/control.ts'
import { h } from '../dom/dom.ts'

/** Somebody's name in the colour of their role. */
export function personName(person: Person | undefined, name: string, className = 'who') {
  const style = person?.color ? `--role: ${person.color}` : null
  return h('span', { className, attrs: { style } }, name)
}
