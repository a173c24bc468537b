import type { Texts } from '../en/index.ts'

export const history = {
  command: { name: 'verlauf', description: 'Sehen, wer wann was geschrieben hat, und zurückgehen' },
  heading: (title) => `Verlauf von ${title}`,
  none: 'Es gibt noch keine Versionen. Eine entsteht, wenn eine Weile niemand schreibt; schau später wieder.',
  nobody: 'jemandem',
  choose: 'Ansehen, was sich geändert hat seit…',
  version: (writers, ago) => `Von ${writers}, ${ago}`,
  since: 'Seitdem ~~entfernt~~ und **dazugekommen**:',
  same: 'Seitdem hat sich nichts geändert.',
  cut: 'Da ist noch mehr. Öffne das Dokument, um alles zu sehen.',
  restore: 'Wiederherstellen',
  all: 'Alle Versionen',
  ask: (title, ago) =>
    `**${title}** auf den Stand von ${ago} zurücksetzen? Der jetzige Text bleibt als Version erhalten.`,
  done: 'Der Text ist wieder wie damals. Der vorherige bleibt als Version erhalten.',
} satisfies Texts['history']
