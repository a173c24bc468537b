import type { Texts } from '../en/index.ts'

export const remove = {
  command: {
    name: 'löschen',
    description: 'Eines deiner Dokumente löschen; du kannst es zurückholen',
  },
  notYours: 'Löschen kann es nur, wem es gehört. Frag, wer es angelegt hat.',
  ask: (title) =>
    `**${title}** löschen? Dann kann es niemand mehr öffnen, und die Karten sagen das auch. Du kannst es zurückholen.`,
  yes: 'Löschen',
  done: (title) => `**${title}** ist gelöscht. Die Karten sagen das gleich auch.`,
  restored: (title) => `**${title}** ist wieder da, für alle, mit denen es geteilt war.`,
} satisfies Texts['remove']
