import type { Texts } from '../en/index.ts'

export const rename = {
  command: { name: 'umbenennen', description: 'Einem Dokument einen anderen Titel geben' },
  title: { name: 'titel', description: 'Wie es heißen soll' },
  done: (title) => `Es heißt jetzt **${title}**. Die Karten ziehen gleich nach.`,
} satisfies Texts['rename']
