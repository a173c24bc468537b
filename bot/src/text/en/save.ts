/** *Save to document* on a message */
export const save = {
  command: 'Save to document',
  where: 'Where',
  newOne: 'A new document, just for me',
  title: 'Title of the new document',
  titleFor: 'The beginning of the text by default.',
  text: 'What to save',
  message: 'message',
  empty: 'There’s nothing to save in this message. Pick one with text or files.',
  made: (title: string) =>
    `Saved to the new document **${title}**. Only you have it; share it with /doc share.`,
  added: (title: string) => `Saved to **${title}**, at the end.`,
}
