/** What a colour is for; the layout speaks of these, only the drawing knows the theme. */
type Role =
  | 'background'
  | 'panel'
  | 'line'
  | 'text'
  | 'strong'
  | 'muted'
  | 'link'
  | 'accent'
  | 'done'
  | 'tick'
  | 'bar'
  | 'code'
  | 'keyword'
  | 'string'
  | 'number'
  | 'comment'
  | 'name'
  | 'added'
  | 'removed'

export type Color = Role | `#${string}`

const dark: Readonly<Record<Role, string>> = {
  background: '#2b2d31',
  panel: '#1f2023',
  line: '#41434a',
  text: '#dbdee1',
  strong: '#f2f3f5',
  muted: '#a0a6af',
  link: '#5cb3ff',
  accent: '#ffc94d',
  done: '#4cc38a',
  tick: '#15321f',
  bar: '#6b6f79',
  code: '#e0e3e8',
  keyword: '#d6a3ff',
  string: '#a5d6a0',
  number: '#f2b879',
  comment: '#8b919c',
  name: '#82c4ff',
  added: '#7ddba3',
  removed: '#ff9b9b',
}

const light: Readonly<Record<Role, string>> = {
  background: '#ffffff',
  panel: '#f1f2f5',
  line: '#dfe1e6',
  text: '#313338',
  strong: '#0d0e10',
  muted: '#60656e',
  link: '#0a66c2',
  accent: '#f5b301',
  done: '#248a52',
  tick: '#ffffff',
  bar: '#b4b8c2',
  code: '#2b2f36',
  keyword: '#8a2fc0',
  string: '#1d7538',
  number: '#9c4f00',
  comment: '#646a74',
  name: '#0a5cad',
  added: '#1a7a43',
  removed: '#bf2f28',
}

export const themes = { dark, light }

export type Theme = keyof typeof themes

/** `color` if it is `#rrggbb`, else a neutral grey: people send us their colours (T11). */
export function safeColor(color: string): `#${string}` {
  return /^#[0-9a-f]{6}$/i.test(color) ? (color.toLowerCase() as `#${string}`) : '#80848e'
}

/** White or near black, whichever is easier to read on a `#rrggbb` colour. */
export function inkOn(color: `#${string}`): `#${string}` {
  const value = parseInt(color.slice(1), 16)
  const [r, g, b] = [value >> 16, (value >> 8) & 255, value & 255].map((v) => (v / 255) ** 2.2)
  const luminance = 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0)
  return luminance > 0.36 ? '#1b1c1f' : '#ffffff'
}
