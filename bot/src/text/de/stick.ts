import type { Texts } from '../en/index.ts'

export const stick = {
  command: {
    name: 'anheften',
    description: 'Die Karte eines Dokuments am Ende dieses Kanals halten',
  },
  unstick: {
    name: 'loslassen',
    description: 'Die Karte am Ende dieses Kanals bleiben lassen, wo sie ist',
  },
  done: (title) =>
    `Die Karte von **${title}** bleibt am Ende dieses Kanals: Sie rückt nach, sobald einen Moment niemand schreibt.`,
  letGo: 'Loslassen',
  gone: 'Die Karte bleibt jetzt, wo sie ist.',
  none: 'Am Ende dieses Kanals haftet keine Karte.',
  noCard:
    'In diesem Kanal steht keine Karte davon. Schick mit /doc teilen eine, dann hefte sie an.',
  noServer: 'Anheften geht nur in den Kanälen eines Servers. Nimm das in einem.',
  iMayNot:
    'Ich darf in diesem Kanal keine Karten schicken. Wer ihn verwaltet, kann mich einladen und mir die Rechte „Nachrichten senden“ (in Threads „Nachrichten in Threads senden“) und „Dateien anhängen“ geben.',
} satisfies Texts['stick']
