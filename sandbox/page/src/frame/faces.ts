import type { Person } from '../../../src/wire/control.ts'
import { h } from '../dom/dom.ts'

const MOST = 4

/** Small pictures of people, the first few of many. */
export function facesOf(people: (Person | undefined)[]): (HTMLElement | string)[] {
  const known = people.filter((one) => one !== undefined)
  const faces = known
    .slice(0, MOST)
    .map(({ avatarUrl, name }) =>
      h('img', { className: 'face', src: avatarUrl, alt: name, title: name }),
    )
  return known.length > MOST ? [...faces, `+${known.length - MOST}`] : faces
}
