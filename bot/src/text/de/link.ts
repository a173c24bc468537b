import type { Texts } from '../en/index.ts'

export const link = {
  command: { name: 'link', description: 'Links zu einem Dokument, auch für Leute ohne Discord' },
  heading: (title) => `Links zu ${title}`,
  none: 'Es gibt noch keine Links. Mit einem lässt sich das Dokument in jedem Browser öffnen.',
  make: 'Neuer Link',
  all: 'Alle Links',
  roles: { view: 'Zum Lesen', edit: 'Zum Bearbeiten' },
  audiences: {
    anyone: 'Alle, die den Link haben',
    granted: 'Nur Leute, mit denen es geteilt ist',
  },
  lives: {
    never: 'Läuft nicht ab',
    hour: 'Für eine Stunde',
    day: 'Für einen Tag',
    week: 'Für eine Woche',
    month: 'Für 30 Tage',
  },
  fields: {
    role: 'Wozu ist er da?',
    audience: 'Für wen?',
    life: 'Für wie lange?',
    label: 'Name',
    password: 'Passwort',
  },
  labelFor: 'Optional, um deine Links zu unterscheiden. Nur Besitzer sehen ihn.',
  passwordFor: 'Optional, mindestens 4 Zeichen. Schick es nicht zusammen mit dem Link.',
  ready: 'Dein Link ist fertig',
  once: 'Kopier ihn jetzt: Er wird nicht noch einmal gezeigt.',
  withPassword: 'mit Passwort',
  until: (time) => `bis ${time}`,
  expired: (time) => `abgelaufen ${time}`,
  unused: 'noch nicht benutzt',
  used: (count, ago) =>
    `${count === 1 ? 'einmal' : `${count.toLocaleString('de')}-mal`} benutzt, zuletzt ${ago}`,
  revoke: 'Zurückziehen',
  revokeThis: (name) =>
    `Den Link **${name}** zurückziehen? Wer ihn gerade benutzt, wird sofort getrennt, und er funktioniert nie wieder.`,
  revoked: (cut) =>
    cut === 0
      ? 'Der Link ist zurückgezogen.'
      : `Der Link ist zurückgezogen, ${cut === 1 ? 'eine Verbindung wurde' : `${cut} Verbindungen wurden`} getrennt.`,
  gone: 'Dieser Link wurde schon zurückgezogen.',
} satisfies Texts['link']
