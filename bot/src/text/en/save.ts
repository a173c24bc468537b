/** *Save to document* on a message */
export const save = {
  command: 'Save to document',
  where: 'Where to',
  newOne: 'A new document, only mine',
  title: 'Title of the new document',
  titleFor: 'The beginning of the text if you leave this out.',
  text: 'What to save',
  message: 'message',
  empty: 'There is no text in this message to save. Pick one with text or files.',
  made: (title: string) =>
    `Saved to the new document **${title}**. Only you have it; /doc share shares it.`,
  added: (title: string) => `Saved to **${title}**, at its end.`,
}
