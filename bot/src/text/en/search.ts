/** `/doc search` (F46) */
export const search = {
  command: { name: 'search', description: 'Search the titles and text of everything you can read' },
  words: { name: 'words', description: 'Words or parts of words; small typos are fine' },
  heading: (words: string) => `### Results for “${words}”`,
  nothing: (words: string) => `Nothing found for “${words}”. Try fewer or different words.`,
  tooLong: 'There is more. Search for fewer words to see it.',
}
