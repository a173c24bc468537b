import { agoIn } from '../ago.ts'
import type { Texts } from '../en/index.ts'

export const doc = {
  command: { name: 'doc', description: 'Dokumente in diesem Kanal' },
  document: { name: 'dokument', description: 'Tipp einen Teil des Titels' },
  notFound:
    'Keines deiner Dokumente heißt so. Such dir eines aus der Liste aus, die beim Tippen erscheint.',
  noneHere:
    'In diesem Kanal gibt es noch kein Dokument. Nimm /doc erstellen, oder sag, welches du meinst.',
  severalHere: 'In diesem Kanal gibt es mehrere Dokumente. Sag, welches du meinst.',
  several: 'Mehrere Dokumente passen. Such dir eines aus der Liste aus, die beim Tippen erscheint.',
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
