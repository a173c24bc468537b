/** `/doc list` (F43) */
export const list = {
  command: { name: 'list', description: 'Your documents, those shared with you, or those here' },
  which: { name: 'which', description: 'Which documents; yours, if you leave it out' },
  shelves: { owned: 'Mine', shared: 'Shared with me', here: 'This channel' },
  empty: {
    owned: 'You have no documents yet. Make one with /doc create.',
    shared: 'Nobody has shared a document with you yet.',
    here: 'This channel has no documents yet. Make one with /doc create.',
  },
  share: 'Share one of these…',
}
