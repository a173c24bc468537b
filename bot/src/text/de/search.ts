import type { Texts } from '../en/index.ts'

export const search = {
  command: { name: 'suchen', description: 'In Titeln und Texten suchen, die du lesen darfst' },
  words: {
    name: 'wörter',
    description: 'Wörter oder Teile davon; kleine Tippfehler machen nichts',
  },
  heading: (words) => `### Ergebnisse zu „${words}“`,
  nothing: (words) => `Nichts gefunden zu „${words}“. Versuch es mit weniger oder anderen Wörtern.`,
  tooLong: 'Es gibt noch mehr. Such nach weniger Wörtern, um es zu sehen.',
} satisfies Texts['search']
