import type { Texts } from '../en/index.ts'

export const card = {
  edit: 'Bearbeiten',
  share: 'Teilen',
  history: 'Verlauf',
  restore: 'Wiederherstellen',
  deleted: 'Dieses Dokument wurde gelöscht. Wem es gehört, kann es wiederherstellen.',
  withheld:
    'Dieses Dokument ist nicht mehr mit diesem Kanal geteilt, darum sind Bild und Text weg. Wem es gehört, kann es mit /doc teilen wieder teilen.',
  gone: 'Das Dokument, das hier zu sehen war, gibt es nicht mehr.',
  empty: (title) => `${title} (noch leer)`,
  tasks: (done, total) => `☑ ${done} von ${total} erledigt`,
  words: (count) => (count === 1 ? '1 Wort' : `${count.toLocaleString('de')} Wörter`),
  andMore: (names, more) => `${names} und ${more} weitere`,
  live: (ago) => `Live · zuletzt bearbeitet ${ago}`,
  liveBy: (ago, name) => `Live · zuletzt bearbeitet ${ago} von ${name}`,
  asOf: (time) =>
    `Stand ${time} · diese Karte kann sich hier nicht aktualisieren; „Bearbeiten“ zeigt den neuesten Text`,
  mayBeBehind: (time) =>
    `Stand ${time} · vielleicht veraltet; „Bearbeiten“ zeigt den neuesten Text`,
  asOfBy: (time, name) =>
    `Stand ${time} von ${name} · diese Karte kann sich hier nicht aktualisieren; „Bearbeiten“ zeigt den neuesten Text`,
} satisfies Texts['card']
