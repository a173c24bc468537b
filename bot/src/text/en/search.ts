/** `/doc search` (F46) */
export const search = {
  command: { name: 'search', description: 'Search titles and texts of all you may read' },
  words: { name: 'words', description: 'Words, or parts of them; misspelt ones are found, too' },
  heading: (words: string) => `### Found for “${words}”`,
  nothing: (words: string) => `Nothing found for “${words}”. Try fewer or other words.`,
  tooLong: 'There is more. Search for fewer words to see it.',
}
