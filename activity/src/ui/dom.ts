type Attributes = { readonly [name: string]: string | number | boolean | undefined }
type Handlers = {
  readonly [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void
}
export type Child = Node | string | null

/** An element; `true` sets a bare attribute, `false` and `undefined` none, `null` children are left out. */
export const element = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  children: readonly Child[] = [],
  on: Handlers = {},
): HTMLElementTagNameMap[K] => {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    node.setAttribute(name, value === true ? '' : String(value))
  }
  for (const [type, handler] of Object.entries(on))
    node.addEventListener(type, handler as (event: Event) => void)
  node.append(...children.filter((child) => child !== null))
  return node
}

/** A part of the page with a lifetime. */
export type View = { readonly dom: HTMLElement; destroy(): void }
