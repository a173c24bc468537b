import type { APIAttachment, APIMessageTopLevelComponent } from 'discord-api-types/v10'

/** A component as bare JSON: the walkers below treat all kinds alike. */
export type Json = Record<string, unknown>

const FILE = 13
const ATTACHMENT = 'attachment://'
const CHILDREN = ['components', 'items'] as const
/** The accessory of a section, and what a modal's label is for. */
const SINGLE = ['accessory', 'component'] as const
const MEDIA = ['media', 'file'] as const

/** What Discord fills in where a request is silent, by component type. */
const DEFAULTS: Record<number, Json> = {
  3: { min_values: 1, max_values: 1 },
  5: { min_values: 1, max_values: 1 },
  6: { min_values: 1, max_values: 1 },
  7: { min_values: 1, max_values: 1 },
  8: { min_values: 1, max_values: 1 },
  11: { description: null, spoiler: false },
  13: { spoiler: false },
  14: { spacing: 1, divider: true },
  17: { accent_color: null, spoiler: false },
}

/** A component and where it stands in its message or modal. */
export interface Located {
  component: Json
  path: PropertyKey[]
}

/** All components in reading order, nested ones too (not the items of galleries). */
export function allComponents(components: readonly unknown[]): Json[] {
  return located(components).map(({ component }) => component)
}

/** As `allComponents`, with the path of each below `path`. */
export function located(components: readonly unknown[], path: PropertyKey[] = []): Located[] {
  return components.flatMap((component, index) =>
    isJson(component) ? branch({ component, path: [...path, index] }) : [],
  )
}

function branch({ component, path }: Located): Located[] {
  const inner = Array.isArray(component['components']) ? component['components'] : []
  const single = SINGLE.flatMap((key) =>
    isJson(component[key]) ? branch({ component: component[key], path: [...path, key] }) : [],
  )
  return [{ component, path }, ...located(inner, [...path, 'components']), ...single]
}

/** Gives every component a number and its defaults, as Discord does when it accepts a message. */
export function completed<T = APIMessageTopLevelComponent>(components: readonly unknown[]): T[] {
  const taken = new Set(allComponents(components).map((component) => component['id']))
  let last = 0
  const nextId = () => {
    do last += 1
    while (taken.has(last))
    return last
  }
  return map(components, (component) => {
    if (typeof component['type'] !== 'number')
      return { description: null, spoiler: false, ...component }
    return { id: nextId(), ...DEFAULTS[component['type']], ...clean(component) }
  }) as unknown as T[]
}

/** Replaces `attachment://name` by the addresses, sizes and types of the message's files. */
export function withMedia(
  components: APIMessageTopLevelComponent[],
  files: APIAttachment[],
): APIMessageTopLevelComponent[] {
  return map(components, (component) => {
    const changed: Json = { ...component }
    for (const key of MEDIA) {
      if (isJson(component[key])) changed[key] = media(component[key], files)
    }
    return component['type'] === FILE ? { ...changed, ...nameAndSize(component, files) } : changed
  }) as unknown as APIMessageTopLevelComponent[]
}

function nameAndSize(component: Json, files: APIAttachment[]): Json {
  const url = isJson(component['file']) ? component['file']['url'] : undefined
  const file = files.find((file) => `${ATTACHMENT}${file.filename}` === url)
  return { name: file?.filename ?? null, size: file?.size ?? null }
}

/** The names of the files that components show. */
export function attachmentNames(components: readonly unknown[]): Set<string> {
  const names = new Set<string>()
  map(components, (component) => {
    for (const key of MEDIA) {
      const url = isJson(component[key]) ? component[key]['url'] : undefined
      if (typeof url === 'string' && url.startsWith(ATTACHMENT))
        names.add(url.slice(ATTACHMENT.length))
    }
    return component
  })
  return names
}

function media(reference: Json, files: APIAttachment[]): Json {
  const url = String(reference['url'])
  const file = files.find((file) => `${ATTACHMENT}${file.filename}` === url)
  if (!file) return { id: '0', url, proxy_url: url, width: null, height: null, content_type: null }
  return {
    id: file.id,
    attachment_id: file.id,
    url: file.url,
    proxy_url: file.proxy_url,
    width: file.width ?? null,
    height: file.height ?? null,
    content_type: file.content_type ?? null,
  }
}

/** Rebuilds the tree, parents before children. */
function map(components: readonly unknown[], change: (component: Json) => Json): Json[] {
  return components.filter(isJson).map((component) => rebuilt(component, change))
}

function rebuilt(component: Json, change: (component: Json) => Json): Json {
  const changed = { ...change(component) }
  for (const key of CHILDREN) {
    if (Array.isArray(changed[key])) changed[key] = map(changed[key], change)
  }
  for (const key of SINGLE) {
    if (isJson(changed[key])) changed[key] = rebuilt(changed[key], change)
  }
  return changed
}

function clean(component: Json): Json {
  return Object.fromEntries(
    Object.entries(component).filter(([, value]) => value !== undefined && value !== null),
  )
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
