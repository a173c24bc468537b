import { defaultKeymap } from '@codemirror/commands'
import type { Extension } from '@codemirror/state'
import { keymap } from '@codemirror/view'
import { formatKeys } from './format/keys.ts'
import { language } from './language.ts'
import { links } from './links.ts'
import { preview } from './preview/preview.ts'

export type WritingOptions = {
  openLink: (url: string) => void
}

/** Markdown and all that helps to write it. */
export const writing = ({ openLink }: WritingOptions): Extension => [
  language(),
  preview(),
  formatKeys(),
  links(openLink),
  keymap.of(defaultKeymap),
]
