import type { Texts } from '../en/index.ts'

export const write = {
  command: {
    name: 'bearbeiten',
    description: 'Ein kurzes Dokument gleich hier bearbeiten, in einem Dialog',
  },
  text: 'Inhalt (Markdown)',
  kept: 'Was andere inzwischen schreiben, bleibt erhalten.',
  readOnly:
    'Du darfst dieses Dokument nur lesen. Frag jemanden, dem es gehört, ob du es bearbeiten darfst.',
  tooLong: (length) =>
    `Dieses Dokument hat ${length.toLocaleString('de')} Zeichen, aber in einen Dialog passen nur 4.000. Nimm stattdessen /doc öffnen.`,
  done: 'Gespeichert.',
  merged: 'Gespeichert. Andere haben auch geschrieben, und ihre Änderungen sind noch da.',
  same: 'Es wurde nichts geändert.',
  notSaved: (why) => `Nicht gespeichert. ${why} Hier ist dein Text, damit er nicht verloren geht.`,
  again: 'Noch einmal versuchen',
  quick: 'Schnell bearbeiten',
} satisfies Texts['write']
