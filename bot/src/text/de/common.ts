import type { Texts } from '../en/index.ts'

export const common = {
  previous: 'Zurück',
  next: 'Mehr',
  cancel: 'Abbrechen',
  cancelled: 'Gut, es bleibt alles, wie es war.',
} satisfies Texts['common']
