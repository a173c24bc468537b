import { defaultKeymap } from '@codemirror/commands'
import type { Extension } from '@codemirror/state'
import { keymap } from '@codemirror/view'
import type { Awareness } from 'y-protocols/awareness'
import { find } from './find/find.ts'
import { foot } from './foot/foot.ts'
import { formatKeys } from './format/keys.ts'
import { language } from './language.ts'
import { links } from './links.ts'
import { paste } from './paste/paste.ts'
import { preview } from './preview/preview.ts'
import { suggestions } from './suggest/suggestions.ts'

export type WritingOptions = {
  awareness: Awareness
  openLink: (url: string) => void
}

/** Markdown and all that helps to write it. */
export const writing = ({ awareness, openLink }: WritingOptions): Extension => [
  language(),
  preview(),
  suggestions(awareness),
  paste(),
  formatKeys(),
  links(openLink),
  find(),
  foot(),
  keymap.of(defaultKeymap),
]
