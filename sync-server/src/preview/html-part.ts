import { escapeHtml } from '@sticky/shared/html'
import { clean } from './clean.ts'
import { markdownToHtml } from './html.ts'

/** UTF-16 units that a page shows; what is longer is read in the editor (T16). */
const limit = 262_144

/**
 * A document's text as HTML to stand below its title: runs and fetches nothing, whatever is in it (T11, T21). A heading
 * that only repeats the title is left out.
 */
export function htmlPart({ title, text, plain }: { title: string; text: string; plain: boolean }): {
  html: string
  cut: boolean
} {
  const source = clean(text.slice(0, limit))
  const cut = text.length > limit
  if (plain) return { html: `<pre>${escapeHtml(source)}</pre>\n`, cut }
  const html = markdownToHtml(source)
  const heading = `<h1>${escapeHtml(title)}</h1>\n`
  return { html: html.startsWith(heading) ? html.slice(heading.length) : html, cut }
}
