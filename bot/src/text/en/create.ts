/** `/doc create` (F1) */
export const create = {
  command: {
    name: 'create',
    description: 'Create a document that everyone in this channel can edit',
  },
  title: { name: 'title', description: 'Its title; leave it out to be asked' },
  text: { name: 'text', description: 'What it starts with (Markdown)' },
  ask: 'New document',
  titleField: 'Title',
  textField: 'Text (Markdown)',
  badTitle: 'A title needs 1 to 200 characters. Type another one.',
}
