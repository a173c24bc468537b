/** `/doc settings` */
export const settings = {
  command: {
    name: 'settings',
    description: 'For who manages this server: who may do what with documents',
  },
  heading: 'Documents in this server',
  names: { create: 'Who may create', edit: 'Who may edit', stick: 'Who may stick' },
  about: {
    create: 'Bring documents into a channel, new ones or by sharing.',
    edit: 'Write in what is shared with a channel. Everybody else who sees the channel reads it.',
    stick: 'Keep a card at the bottom of a channel.',
  },
  everybody: 'Everybody who may write in the channel',
  always:
    'Who manages roles or the server always may. Changes count at once, also for who has a document open.',
  /** Whoever may not write in a channel. */
  readers: {
    create: 'You may only read this channel, so you cannot bring documents into it.',
    stick: 'You may only read this channel, so you cannot stick or unstick cards in it.',
  },
  onlySome: {
    create: (roles: string) =>
      `On this server only ${roles} may bring documents into a channel. Ask one of them.`,
    stick: (roles: string) =>
      `On this server only ${roles} may stick and unstick cards. Ask one of them.`,
  },
  noServer: 'There is nothing to set here. Use this in a server.',
  notManager:
    'Only who manages this server may set this up. Ask somebody with the permission “Manage Server”.',
}
