import type { Texts } from '../en/index.ts'

export const pin = {
  command: { name: 'anpinnen', description: 'Die Karte eines Dokuments in diesem Kanal anpinnen' },
  done: (title) => `Die Karte von **${title}** ist angepinnt.`,
  noCard:
    'In diesem Kanal steht keine Karte davon. Wem das Dokument gehört, kann mit /doc teilen eine schicken, dann kannst du sie anpinnen.',
  youMayNot: 'Du darfst hier nichts anpinnen. Frag jemanden mit dem Recht „Nachrichten anpinnen“.',
  iMayNot:
    'Ich darf hier nichts anpinnen. Wer den Kanal verwaltet, kann mir das Recht „Nachrichten anpinnen“ geben.',
  tooMany:
    'Mehr angepinnte Nachrichten erlaubt Discord hier nicht. Löse eine und versuch es noch einmal.',
} satisfies Texts['pin']
