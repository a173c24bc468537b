import type { Texts } from '../en/index.ts'

export const list = {
  command: {
    name: 'liste',
    description: 'Deine Dokumente, mit dir geteilte oder die in diesem Kanal',
  },
  which: { name: 'welche', description: 'Welche Dokumente; ohne Angabe deine' },
  shelves: { owned: 'Meine', shared: 'Mit mir geteilt', here: 'Dieser Kanal' },
  empty: {
    owned: 'Du hast noch keine Dokumente. Leg eines mit /doc erstellen an.',
    shared: 'Mit dir hat noch niemand ein Dokument geteilt.',
    here: 'In diesem Kanal gibt es noch keine Dokumente. Leg eines mit /doc erstellen an.',
  },
  share: 'Eines davon teilen…',
} satisfies Texts['list']
