import type { Texts } from '../en/index.ts'

export const pin = {
  command: { name: 'anpinnen', description: 'Die Karte eines Dokuments in diesem Kanal anpinnen' },
  done: (title) => `Die Karte von **${title}** ist angepinnt.`,
  noCard: 'In diesem Kanal steht keine Karte davon. Schick mit /doc teilen eine, dann pinn sie an.',
  youMayNot: 'Du darfst hier nichts anpinnen. Frag jemanden mit dem Recht „Nachrichten anpinnen“.',
  iMayNot:
    'Ich darf hier nichts anpinnen. Wer den Kanal verwaltet, kann mir das Recht „Nachrichten anpinnen“ geben.',
  tooMany:
    'Mehr Angepinntes erlaubt Discord hier nicht. Nimm etwas weg, dann versuch es noch einmal.',
} satisfies Texts['pin']
