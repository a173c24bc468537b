import type { Texts } from '../en/index.ts'

export const doc = {
  command: { name: 'doc', description: 'Dokumente in diesem Kanal' },
  document: { name: 'dokument', description: 'Tipp einen Teil des Titels' },
  notFound:
    'Keines deiner Dokumente heißt so. Such dir eines aus der Liste aus, die beim Tippen erscheint.',
  several: 'Mehrere Dokumente passen. Such dir eines aus der Liste aus, die beim Tippen erscheint.',
} satisfies Texts['doc']
