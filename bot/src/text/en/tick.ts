/** Ticking items of checklists from a card (F5). Items come escaped. */
export const tick = {
  open: 'Tick…',
  done: (done: number, total: number) => `☑ ${done} of ${total} done`,
  doneOfFirst: (done: number, total: number) => `☑ ${done} of the first ${total} done`,
  check: 'Tick',
  uncheck: 'Undo',
  more: (count: number) => `${count} more`,
  allDone: 'Everything is ticked. 🎉',
  onlyFirst: (count: number) => `There are more than ${count} items. Tick the rest in the editor.`,
  none: 'There’s nothing to tick in this document.',
  gone: 'Someone has changed or removed that item in the meantime. This is the list now.',
  mayNot: 'You can read this document, but you can’t tick anything in it. Ask an owner to let you.',
}
