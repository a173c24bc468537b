/** `/doc edit` */
export const write = {
  command: { name: 'edit', description: 'Edit a short document right here, in a dialog' },
  text: 'Text (Markdown)',
  kept: 'What others write meanwhile is kept.',
  readOnly: 'You may only read this document. Ask an owner to let you edit.',
  tooLong: (length: number) =>
    `This document has ${length.toLocaleString('en')} characters, and a dialog takes 4,000. Use /doc open instead.`,
  done: 'Saved.',
  merged: 'Saved. Others wrote meanwhile: what they changed is kept, too.',
  same: 'Nothing was changed.',
  notSaved: (why: string) => `Not saved. ${why} Your text is here, so that it is not lost.`,
  again: 'Try again',
  quick: 'Quick edit',
}
