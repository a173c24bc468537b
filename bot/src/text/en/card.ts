/** What the message in the channel that shows a document says (F1, F3). Names and titles come escaped. */
export const card = {
  edit: 'Edit',
  share: 'Share',
  history: 'History',
  restore: 'Restore',
  deleted: 'This document was deleted. An owner can restore it.',
  withheld:
    'This document is not shared with this channel any more, so its picture and text were taken away. An owner can share it again with `/doc share`.',
  gone: 'The document that was shown here does not exist any more.',
  /** Alternative text of the picture of a document without text. */
  empty: (title: string) => `${title} (still empty)`,
  tasks: (done: number, total: number) => `☑ ${done} of ${total} done`,
  words: (count: number) => (count === 1 ? '1 word' : `${count.toLocaleString('en')} words`),
  andMore: (names: string, more: number) => `${names} and ${more} more`,
  /** `ago` is a timestamp that each reader's client writes in its own way. */
  live: (ago: string) => `Live · last edit ${ago}`,
  liveBy: (ago: string, name: string) => `Live · last edit ${ago} by ${name}`,
  asOf: (time: string) =>
    `As of ${time} · this message cannot follow the text; Edit shows the newest`,
  mayBeBehind: (time: string) => `As of ${time} · may be behind; Edit shows the newest`,
  asOfBy: (time: string, name: string) =>
    `As of ${time} by ${name} · this message cannot follow the text; Edit shows the newest`,
}
