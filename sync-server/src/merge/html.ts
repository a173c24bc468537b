import { StickyError } from '@sticky/shared/errors'
import TurndownService from 'turndown'
import { gfm } from 'turndown-plugin-gfm'

const service = new TurndownService({
  headingStyle: 'atx',
  bulletListMarker: '-',
  codeBlockStyle: 'fenced',
})
service.use(gfm)
service.remove(['script', 'style', 'noscript', 'title', 'iframe', 'object'])

/** Elements that have no end tag, or end by themselves when the next one begins: they nest in nothing of their kind. */
const FLAT = new Set(
  'area base br col embed hr img input link meta source track wbr p li dt dd td th tr option'.split(
    ' ',
  ),
)
/** Documents of people nest a dozen deep; the conversion takes time by the square of depth and of siblings (T10). */
const MAX_DEPTH = 200
const MAX_ELEMENTS = 10_000

const isTooMuch = (html: string): boolean => {
  let depth = 0
  let elements = 0
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    elements += 1
    if (elements > MAX_ELEMENTS * 2) return true
    if (FLAT.has(name.toLowerCase())) continue
    depth = slash === '/' ? Math.max(0, depth - 1) : depth + 1
    if (depth > MAX_DEPTH) return true
  }
  return false
}

/** HTML as markdown: text and structure, no script, no style. Throws `invalid_request` when it is too much (T10). */
export const htmlToMarkdown = (html: string): string => {
  if (!isTooMuch(html)) return service.turndown(html)
  throw new StickyError(
    'invalid_request',
    'html: it has too many elements, or they are nested too deep. Send it as markdown.',
  )
}
