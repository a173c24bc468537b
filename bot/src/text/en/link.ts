/** `/doc link` (F45) */
export const link = {
  command: { name: 'link', description: 'Links to a document, also for people without Discord' },
  heading: (title: string) => `Links to ${title}`,
  none: 'There are no links yet. Whoever gets one can open the document in any browser.',
  make: 'New link',
  all: 'All links',
  roles: { view: 'To read', edit: 'To edit' },
  audiences: {
    anyone: 'Anyone who has the link',
    granted: 'Only people it is shared with',
  },
  lives: {
    never: 'Does not expire',
    hour: 'For an hour',
    day: 'For a day',
    week: 'For a week',
    month: 'For 30 days',
  },
  fields: {
    role: 'What is it for?',
    audience: 'For whom?',
    life: 'For how long?',
    label: 'Label',
    password: 'Password',
  },
  labelFor: 'If you like: to tell your links apart. Only owners see it.',
  passwordFor: 'If you like: at least 4 characters. Send it by another way than the link.',
  ready: 'Your link is ready',
  once: 'Copy it now: this is the only time that it is shown.',
  withPassword: 'with password',
  until: (time: string) => `until ${time}`,
  expired: (time: string) => `expired ${time}`,
  unused: 'not used yet',
  used: (count: number, ago: string) =>
    `used ${count === 1 ? 'once' : `${count.toLocaleString('en')} times`}, last ${ago}`,
  revoke: 'Revoke',
  revokeThis: (name: string) =>
    `Revoke the link **${name}**? Whoever came by it is cut off at once, and it never works again.`,
  revoked: (cut: number) =>
    cut === 0
      ? 'The link is revoked.'
      : `The link is revoked, and ${cut === 1 ? 'one reader was' : `${cut} readers were`} cut off.`,
  gone: 'This link was revoked already.',
}
