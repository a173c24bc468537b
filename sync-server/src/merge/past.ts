import { StickyError } from '@sticky/shared/errors'
import { ROOT } from '../store/text.ts'
import type { Entry, Store } from '../store/types.ts'
import { openDocument } from './compact.ts'
import type { Source } from './compact.ts'

/** What is read of a log at once. */
const PAGE = { entries: 1_000, bytes: 4 * 1024 * 1024 }
export const GONE =
  'What you began with is not kept any more. Read the text again, then make your changes there.'

type Past = Pick<Store, 'snapshots' | 'log'>

/** A document's text up to entry `seq`. Throws `precondition_failed` when that is not kept any more. */
export const textAt = async (store: Past, document: string, seq: number): Promise<string> => {
  const doc = openDocument(await loadAt(store, document, seq))
  try {
    return doc.getText(ROOT).toJSON()
  } finally {
    doc.destroy()
  }
}

const loadAt = async ({ snapshots, log }: Past, document: string, seq: number): Promise<Source> => {
  const snapshot = await snapshots.upTo(document, seq)
  const from = snapshot?.coversSeq ?? 0
  const tail: Entry[] = []
  for (let more = true, after = from; more && after < seq;) {
    const page = await log.read(document, after, PAGE)
    tail.push(...page.entries.filter((entry) => entry.seq <= seq))
    after = page.entries.at(-1)?.seq ?? seq
    ;({ more } = page)
  }
  // looked at afterwards: what was trimmed meanwhile is not in the tail
  const head = await log.head(document)
  if (head === null) throw new StickyError('not_found')
  if (head.seq < seq || head.trimmed > from) throw new StickyError('precondition_failed', GONE)
  return { snapshot, tail }
}
