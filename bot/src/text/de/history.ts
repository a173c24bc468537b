import type { Texts } from '../en/index.ts'

export const history = {
  command: { name: 'verlauf', description: 'Sehen, wer wann was geschrieben hat, und zurückgehen' },
  heading: (title) => `Verlauf von ${title}`,
  none: 'Es gibt noch keine Version: Eine entsteht, wenn das Schreiben eine Weile ruht. Schau später wieder.',
  nobody: 'niemand mit Namen',
  choose: 'Ansehen, was sich geändert hat seit …',
  version: (writers, ago) => `Von ${writers}, ${ago}`,
  since: 'Seitdem ~~entfernt~~ und **dazugekommen**:',
  same: 'Der Text ist jetzt derselbe.',
  cut: 'Da ist noch mehr. Öffne das Dokument, um alles zu sehen.',
  restore: 'Wiederherstellen',
  all: 'Alle Versionen',
  ask: (title, ago) =>
    `**${title}** wieder so machen, wie es ${ago} war? Was jetzt dasteht, bleibt als Version erhalten.`,
  done: 'Der Text ist wieder wie damals. Was vorher dastand, liegt bei den Versionen.',
} satisfies Texts['history']
