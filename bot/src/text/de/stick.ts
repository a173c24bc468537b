import type { Texts } from '../en/index.ts'

export const stick = {
  command: {
    name: 'anheften',
    description: 'Die Karte eines Dokuments am Ende dieses Kanals halten',
  },
  unstick: {
    name: 'loslassen',
    description: 'Die Karte nicht mehr am Ende dieses Kanals halten',
  },
  done: (title) =>
    `Die Karte von **${title}** bleibt am Ende dieses Kanals: Sie rückt nach, sobald einen Moment niemand schreibt.`,
  letGo: 'Loslassen',
  gone: 'Die Karte bleibt jetzt, wo sie ist.',
  none: 'Am Ende dieses Kanals ist keine Karte angeheftet.',
  noCard:
    'In diesem Kanal steht keine Karte davon. Wem das Dokument gehört, kann mit /doc teilen eine schicken, dann kannst du sie anheften.',
  noServer: 'Anheften geht nur in den Kanälen eines Servers. Versuch es in einem.',
  iMayNot:
    'Ich darf in diesem Kanal keine Karten schicken. Wer ihn verwaltet, kann mich einladen und mir die Rechte „Nachrichten senden“ (in Threads „Nachrichten in Threads senden“) und „Dateien anhängen“ geben.',
} satisfies Texts['stick']
