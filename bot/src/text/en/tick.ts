/** Ticking items of checklists from a card (F5). Titles and items come escaped. */
export const tick = {
  open: 'Tick…',
  heading: (title: string, done: number, total: number) =>
    `### ${title}\n-# ☑ ${done} of ${total} done`,
  check: 'Tick',
  uncheck: 'Undo',
  more: (count: number) => `${count} more`,
  allDone: 'Everything is ticked. 🎉',
  none: 'There is nothing to tick in this document.',
  gone: 'Somebody has changed or removed that item meanwhile. This is the list as it is now.',
  mayNot: 'You may read this document, but not tick in it. Ask an owner for the right to.',
}
