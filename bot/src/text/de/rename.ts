import type { Texts } from '../en/index.ts'

export const rename = {
  command: { name: 'umbenennen', description: 'Den Titel eines Dokuments ändern' },
  title: { name: 'titel', description: 'Der neue Titel' },
  done: (title) => `Es heißt jetzt **${title}**. Die Karten ziehen gleich nach.`,
} satisfies Texts['rename']
