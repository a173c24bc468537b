import type { Texts } from '../en/index.ts'

export const write = {
  command: {
    name: 'bearbeiten',
    description: 'Ein kurzes Dokument gleich hier bearbeiten, in einem Dialog',
  },
  text: 'Der Text (Markdown)',
  kept: 'Was andere inzwischen schreiben, bleibt erhalten.',
  readOnly: 'Du darfst dieses Dokument nur lesen. Bitte, wem es gehört, dich bearbeiten zu lassen.',
  tooLong: (length) =>
    `Dieses Dokument hat ${length.toLocaleString('de')} Zeichen, und ein Dialog fasst 4.000. Nimm /doc öffnen.`,
  done: 'Gespeichert.',
  merged: 'Gespeichert. Andere haben inzwischen geschrieben: Auch ihre Änderungen sind noch da.',
  same: 'Es wurde nichts geändert.',
  notSaved: (why) => `Nicht gespeichert. ${why} Hier ist dein Text, damit er nicht verloren geht.`,
  again: 'Noch einmal',
  quick: 'Schnell bearbeiten',
} satisfies Texts['write']
