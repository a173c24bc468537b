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
const MAX_TAGS = 20_000

/** A look at the tags alone; what is too much for other reasons takes too long, and is given up. */
const isTooMuch = (html: string): boolean => {
  const open: string[] = []
  let tags = 0
  for (const [, slash, written = ''] of html.matchAll(/<(\/?)([a-z][^\s/>]*)/gi)) {
    tags += 1
    if (tags > MAX_TAGS) return true
    const name = written.toLowerCase()
    if (FLAT.has(name)) continue
    if (slash === '') open.push(name)
    else {
      // an end tag ends what is open by its name, and nothing when nothing is
      const last = open.lastIndexOf(name)
      if (last !== -1) open.splice(last, 1)
    }
    if (open.length > MAX_DEPTH) return true
  }
  return false
}

const TOO_MUCH = 'html: it has too many elements, or they are nested too deep. Send it as markdown.'
const UNREADABLE = 'html: it cannot be read. Send it as markdown.'

/** HTML as markdown: text and structure, no script, no style. Throws `invalid_request` when it is too much (T10). */
export const htmlToMarkdown = (html: string): string => {
  if (isTooMuch(html)) throw new StickyError('invalid_request', TOO_MUCH)
  try {
    return service.turndown(html)
  } catch (cause) {
    // its libraries take most of what browsers take, and break in many ways over the rest
    throw new StickyError('invalid_request', UNREADABLE, undefined, { cause })
  }
}
