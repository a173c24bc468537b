import type { Texts } from '../en/index.ts'

export const open = {
  command: { name: 'öffnen', description: 'Eines deiner Dokumente hier öffnen' },
} satisfies Texts['open']
