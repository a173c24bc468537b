import type { Texts } from '../en/index.ts'

export const launch = {
  command: { name: 'starten', description: 'Sticky in diesem Kanal öffnen' },
  open: 'Öffnen',
  useLink: (reason) => `${reason} Nimm stattdessen diesen Link.`,
  wrongChannel: 'In dieser Art von Kanal startet Discord keine Aktivitäten.',
  activitiesOff: 'Aktivitäten sind für diese App nicht aktiviert.',
  tooLate: 'Discord hat nicht auf die Antwort gewartet.',
} satisfies Texts['launch']
