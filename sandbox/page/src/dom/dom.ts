type Child = Node | string | null | false | undefined

type Props<Tag extends keyof HTMLElementTagNameMap> = {
  [Key in keyof HTMLElementTagNameMap[Tag]]?: HTMLElementTagNameMap[Tag][Key] | undefined
} & {
  attrs?: Record<string, string | null | undefined>
  on?: { [Name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Name]) => void }
}

/** Makes an element: properties, `attrs`, listeners in `on`, children. Text is always text. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { attrs = {}, on = {}, ...properties }: Props<Tag> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  Object.assign(element, properties)
  for (const [name, value] of Object.entries(attrs)) {
    if (value !== null && value !== undefined) element.setAttribute(name, value)
  }
  for (const [name, listener] of Object.entries(on)) {
    element.addEventListener(name, listener as EventListener)
  }
  element.append(...present(children))
  return element
}

/** Replaces what is in an element. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren(...present(children))
}

const SVG = 'http://www.w3.org/2000/svg'

/** A 24x24 line icon from one path; decoration only, so it is hidden from assistive technology. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  svg.setAttribute('class', 'icon')
  const line = document.createElementNS(SVG, 'path')
  line.setAttribute('d', path)
  svg.append(line)
  return svg
}

function present(children: Child[]): (Node | string)[] {
  return children.filter(
    (child): child is Node | string => child !== null && child !== undefined && child !== false,
  )
}
