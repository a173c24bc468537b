/** What the message in the channel that shows a document says (F1, F3). Names and titles come escaped. */
export const card = {
  edit: 'Edit',
  share: 'Share',
  history: 'History',
  restore: 'Restore',
  deleted: 'This document was deleted. Its owners can restore it.',
  withheld:
    'This document is no longer shared with this channel, so its picture and text are gone. Its owners can share it again with /doc share.',
  gone: 'The document that was shown here no longer exists.',
  /** Alternative text of the picture of a document without text. */
  empty: (title: string) => `${title} (still empty)`,
  tasks: (done: number, total: number) => `☑ ${done} of ${total} done`,
  words: (count: number) => (count === 1 ? '1 word' : `${count.toLocaleString('en')} words`),
  andMore: (names: string, more: number) => `${names} and ${more} more`,
  /** `ago` is a timestamp that each reader's client writes in its own way. */
  live: (ago: string) => `Live · last edit ${ago}`,
  liveBy: (ago: string, name: string) => `Live · last edit ${ago} by ${name}`,
  asOf: (time: string) =>
    `As of ${time} · this card can’t update itself here; Edit shows the latest text`,
  mayBeBehind: (time: string) => `As of ${time} · may be out of date; Edit shows the latest text`,
  asOfBy: (time: string, name: string) =>
    `As of ${time} by ${name} · this card can’t update itself here; Edit shows the latest text`,
}
