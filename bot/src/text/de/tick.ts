import type { Texts } from '../en/index.ts'

export const tick = {
  open: 'Abhaken…',
  heading: (title, done, total) => `### ${title}\n-# ☑ ${done} von ${total} erledigt`,
  check: 'Abhaken',
  uncheck: 'Doch nicht',
  more: (count) => `${count} weitere`,
  allDone: 'Alles ist abgehakt. 🎉',
  none: 'In diesem Dokument gibt es nichts abzuhaken.',
  gone: 'Jemand hat diesen Punkt inzwischen geändert oder entfernt. So sieht die Liste jetzt aus.',
  mayNot:
    'Du darfst dieses Dokument lesen, aber nichts darin abhaken. Frag jemanden, dem es gehört, nach dem Recht dazu.',
} satisfies Texts['tick']
