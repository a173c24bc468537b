/** `/doc edit` */
export const write = {
  command: { name: 'edit', description: 'Edit a short document right here, in a dialog' },
  text: 'Text (Markdown)',
  kept: 'What others write in the meantime is kept.',
  readOnly: 'You can only read this document. Ask an owner to let you edit it.',
  tooLong: (length: number) =>
    `This document has ${length.toLocaleString('en')} characters, but a dialog only takes 4,000. Use /doc open instead.`,
  done: 'Saved.',
  merged: 'Saved. Others were writing too, and their changes are kept.',
  same: 'Nothing was changed.',
  notSaved: (why: string) => `Not saved. ${why} Here’s your text, so it isn’t lost.`,
  again: 'Try again',
  quick: 'Quick edit',
}
