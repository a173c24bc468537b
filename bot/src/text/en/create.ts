/** `/doc create` (F1) */
export const create = {
  command: {
    name: 'create',
    description: 'Create a document that everybody in this channel can edit',
  },
  title: { name: 'title', description: 'What it is called' },
  text: { name: 'text', description: 'What it begins with (Markdown)' },
  badTitle: 'A title needs 1 to 200 characters. Type another one.',
}
