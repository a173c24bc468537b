import type { Person } from './people.ts'
import type { Theme } from './theme.ts'

/** `chat` hugs its content, `link` is always 600 x 315 (logical pixels), as link previews want it. */
export type CardKind = 'chat' | 'link'

/** All that a card shows. */
export type CardView = {
  title: string
  /** Markdown source of any size; only its beginning is read for the picture. */
  text: string
  /** Who wrote here, the one to be named first; four are shown. */
  people: readonly Person[]
  /** How many there are in all. */
  peopleCount: number
  /** When the last durable edit was made, ms since the epoch. */
  editedAt: number
  editedBy: string | null
  theme: Theme
  /** Device pixels for a logical one. */
  scale: 1 | 2
  kind: CardKind
}
