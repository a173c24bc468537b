import { element } from './dom.ts'
import type { Child } from './dom.ts'

export type ButtonKind = 'primary' | 'plain' | 'quiet'

export const button = (
  content: Child | readonly Child[],
  run: () => void,
  kind: ButtonKind = 'plain',
  label?: string,
): HTMLButtonElement =>
  element(
    'button',
    { type: 'button', class: `button button-${kind}`, 'aria-label': label, title: label },
    Array.isArray(content) ? content : [content as Child],
    { click: run },
  )
