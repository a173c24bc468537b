/** `/doc create` (F1) */
export const create = {
  command: {
    name: 'create',
    description: 'Create a document that everybody in this channel can edit',
  },
  title: { name: 'title', description: 'What it is called; you are asked if you leave it out' },
  text: { name: 'text', description: 'What it begins with (Markdown)' },
  ask: 'New document',
  titleField: 'Title',
  textField: 'Text (Markdown)',
  badTitle: 'A title needs 1 to 200 characters. Type another one.',
}
