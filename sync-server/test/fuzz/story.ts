import * as Y from 'yjs'
import type { Entry } from '../../src/store/types.ts'

const around = (text: string, at: number): string =>
  JSON.stringify(text.slice(Math.max(0, at - 30), at + 60))

/** Which entries of a log brought a mark, and which took it away: for whoever looks for the fault. */
export const storyOf = (mark: string, entries: readonly Entry[]): string => {
  const doc = new Y.Doc()
  const text = doc.getText('content')
  const story: string[] = []
  for (const { seq, author, clients, update } of entries) {
    const before = text.toJSON()
    Y.applyUpdate(doc, update)
    const after = text.toJSON()
    if (before.includes(mark) === after.includes(mark)) continue
    const came = after.includes(mark)
    const where = before.indexOf(mark)
    story.push(
      `${came ? 'came' : 'went'} with ${seq} of ${author}, client ${clients[0]?.client ?? 'none'}` +
        (came ? '' : `: ${around(before, where)} became ${around(after, where)}`),
    )
  }
  return `${mark} ${story.join(', ') || 'was never in the log'}`
}
