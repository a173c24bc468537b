import { agoIn } from '../ago.ts'
import type { Texts } from '../en/index.ts'

export const doc = {
  command: { name: 'doc', description: 'Dokumente in diesem Kanal' },
  document: { name: 'dokument', description: 'Tippe einen Teil des Titels' },
  notFound:
    'Keines deiner Dokumente heißt so. Wähle eines aus der Liste, die beim Tippen erscheint.',
  noneHere:
    'In diesem Kanal gibt es noch keine Dokumente. Leg eines mit /doc erstellen an oder gib an, welches du meinst.',
  severalHere: 'In diesem Kanal gibt es mehrere Dokumente. Gib an, welches du meinst.',
  several: 'Mehrere Dokumente passen. Wähle eines aus der Liste, die beim Tippen erscheint.',
  here: 'dieser Kanal',
  mine: 'meins',
  shared: 'mit mir geteilt',
  untitled: 'Ohne Titel',
  roles: {
    none: 'nichts',
    view: 'du darfst lesen',
    tick: 'du darfst abhaken',
    edit: 'du darfst bearbeiten',
    own: 'deins',
  },
  by: (name) => `angelegt von ${name}`,
  edited: (ago) => `bearbeitet ${ago}`,
  ago: agoIn('de'),
} satisfies Texts['doc']
