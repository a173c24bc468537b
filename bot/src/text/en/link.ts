/** `/doc link` (F45) */
export const link = {
  command: { name: 'link', description: 'Links to a document, also for people without Discord' },
  heading: (title: string) => `Links to ${title}`,
  none: 'There are no links yet. With one, people can open the document in any browser.',
  make: 'New link',
  all: 'All links',
  roles: { view: 'To read', edit: 'To edit' },
  audiences: {
    anyone: 'Anyone with the link',
    granted: 'Only people it’s shared with',
  },
  lives: {
    never: 'Doesn’t expire',
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
  labelFor: 'Optional, to tell your links apart. Only owners see it.',
  passwordFor: 'Optional, at least 4 characters. Don’t send it together with the link.',
  ready: 'Your link is ready',
  once: 'Copy it now: it won’t be shown again.',
  withPassword: 'with password',
  until: (time: string) => `until ${time}`,
  expired: (time: string) => `expired ${time}`,
  unused: 'not used yet',
  used: (count: number, ago: string) =>
    `used ${count === 1 ? 'once' : `${count.toLocaleString('en')} times`}, last ${ago}`,
  revoke: 'Revoke',
  revokeThis: (name: string) =>
    `Revoke the link **${name}**? Everyone who is using it is cut off at once, and it never works again.`,
  revoked: (cut: number) =>
    cut === 0
      ? 'The link is revoked.'
      : `The link is revoked, and ${cut === 1 ? 'one reader was' : `${cut} readers were`} cut off.`,
  gone: 'This link was already revoked.',
}
