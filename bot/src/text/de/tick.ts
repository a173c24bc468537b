import type { Texts } from '../en/index.ts'

export const tick = {
  open: 'Abhaken…',
  done: (done, total) => `☑ ${done} von ${total} erledigt`,
  doneOfFirst: (done, total) => `☑ ${done} der ersten ${total} erledigt`,
  check: 'Abhaken',
  uncheck: 'Doch nicht',
  more: (count) => `${count} weitere`,
  allDone: 'Alles ist abgehakt. 🎉',
  onlyFirst: (count) => `Es sind mehr als ${count} Punkte. Den Rest hakst du im Editor ab.`,
  none: 'In diesem Dokument gibt es nichts abzuhaken.',
  gone: 'Jemand hat diesen Punkt inzwischen geändert oder entfernt. So sieht die Liste jetzt aus.',
  mayNot:
    'Du darfst dieses Dokument lesen, aber nichts darin abhaken. Frag jemanden, dem es gehört.',
} satisfies Texts['tick']
