/** `/doc settings` */
export const settings = {
  command: {
    name: 'settings',
    description: 'For server managers: who can do what with documents',
  },
  heading: 'Documents in this server',
  names: { create: 'Who can create', edit: 'Who can edit', stick: 'Who can stick' },
  about: {
    create: 'Bring documents into a channel, by creating or sharing them.',
    edit: 'Edit what is shared with a channel. Everyone else who can see the channel can only read it.',
    stick: 'Keep a card at the bottom of a channel.',
  },
  everybody: 'Everyone who can write in the channel',
  always:
    'Roles only count in channels where their members can write. People who manage roles or the server always can. Changes apply at once, even to open documents.',
  /** Whoever may not write in a channel. */
  readers: {
    create: 'You can only read this channel, so you can’t bring documents into it.',
    stick: 'You can only read this channel, so you can’t stick or unstick cards in it.',
  },
  onlySome: {
    create: (roles: string) =>
      `In this server, only ${roles} can bring documents into a channel. Ask one of them.`,
    stick: (roles: string) =>
      `In this server, only ${roles} can stick and unstick cards. Ask one of them.`,
  },
  noServer: 'There’s nothing to set up here. Use this in a server.',
  notManager:
    'Only people who manage this server can change this. Ask someone with the permission “Manage Server”.',
}
