import { escapeHtml } from '@sticky/shared/html'

/** Text that is HTML already. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Value = string | number | Html | null

/** A piece of a page: what is put into it is shown as it is written, unless it is HTML itself (T11). */
export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Html =>
  new Html(parts.map((part, i) => (i === 0 ? part : textOf(values[i - 1] ?? null) + part)).join(''))

const textOf = (value: Value): string => {
  if (value === null) return ''
  return value instanceof Html ? value.text : escapeHtml(String(value))
}

/** Pieces one after the other. */
export const join = (pieces: readonly Html[]): Html =>
  new Html(pieces.map(({ text }) => text).join('\n'))
