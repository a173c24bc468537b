import type { Texts } from '../en/index.ts'

export const settings = {
  command: {
    name: 'einstellungen',
    description: 'Für alle, die den Server verwalten: wer was mit Dokumenten darf',
  },
  heading: 'Dokumente auf diesem Server',
  names: { create: 'Wer darf anlegen', edit: 'Wer darf bearbeiten', stick: 'Wer darf anheften' },
  about: {
    create: 'Dokumente in einen Kanal bringen, neue oder durch Teilen.',
    edit: 'Bearbeiten, was mit einem Kanal geteilt ist. Alle anderen, die ihn sehen, können es nur lesen.',
    stick: 'Eine Karte am Ende eines Kanals halten.',
  },
  everybody: 'Alle, die in dem Kanal schreiben dürfen',
  always:
    'Rollen zählen nur in Kanälen, in denen man schreiben darf. Wer Rollen oder den Server verwaltet, darf immer. Änderungen gelten sofort, auch für offene Dokumente.',
  readers: {
    create: 'Du darfst in diesem Kanal nur lesen und deshalb keine Dokumente hineinbringen.',
    stick: 'Du darfst in diesem Kanal nur lesen und deshalb keine Karten anheften oder loslassen.',
  },
  onlySome: {
    create: (roles) =>
      `Auf diesem Server dürfen nur ${roles} Dokumente in einen Kanal bringen. Frag jemanden von ihnen.`,
    stick: (roles) =>
      `Auf diesem Server dürfen nur ${roles} Karten anheften und loslassen. Frag jemanden von ihnen.`,
  },
  noServer: 'Hier gibt es nichts einzustellen. Versuch es auf einem Server.',
  notManager:
    'Das darf nur einstellen, wer den Server verwaltet. Frag jemanden mit dem Recht „Server verwalten“.',
} satisfies Texts['settings']
