/** `/doc list` (F43) */
export const list = {
  command: {
    name: 'list',
    description: 'List your documents, those shared with you, or those in this channel',
  },
  which: { name: 'which', description: 'Which documents; yours by default' },
  shelves: { owned: 'Mine', shared: 'Shared with me', here: 'This channel' },
  empty: {
    owned: 'You have no documents yet. Create one with /doc create.',
    shared: 'Nobody has shared a document with you yet.',
    here: 'This channel has no documents yet. Create one with /doc create.',
  },
  share: 'Share one of these…',
}
