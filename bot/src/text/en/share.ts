const people = (count: number) =>
  count === 1 ? 'one person' : `${count.toLocaleString('en')} people`

/** `/doc share` (F44, F9). `who` and `audience` come ready for Discord's markdown. */
export const share = {
  command: { name: 'share', description: 'Share a document with people, roles or a channel' },
  with: { name: 'with', description: 'A person or a role of this server' },
  channel: { name: 'channel', description: 'A channel; the card is posted there, too' },
  may: { name: 'may', description: 'What they may do; edit, if you leave it out' },
  gives: { view: 'Read', tick: 'Read and tick boxes', edit: 'Edit' },
  has: {
    view: 'may read',
    tick: 'may read and tick',
    edit: 'may edit',
    own: 'owner',
  },
  heading: (title: string) => `Who has ${title}`,
  withPerson: 'Share with a person…',
  withPersonOrRole: 'Share with a person or a role…',
  intoChannel: 'Share into a channel…',
  take: 'Take it away from…',
  links: 'Links',
  onlyInServer: 'To share it with roles or channels, use this in a server.',
  somebody: 'Somebody',
  everybodyHere: 'Everybody in this server',
  foreignRole: 'A role of another server',
  someRole: 'A role',
  someChannel: 'A channel',
  conversation: 'A direct conversation',
  managers: (channel: string) => `Those who manage ${channel}`,
  audience: {
    everybody: (server: string, count: number) => `everybody in **${server}** (${people(count)})`,
    roles: (roles: string) => `in that channel: ${roles}`,
    rolesAndPeople: (roles: string, count: number) =>
      `in that channel: ${roles}, and ${people(count)} let in by name`,
    people: (count: number) => `in that channel: ${people(count)} let in by name`,
    moreRoles: (count: number) => `${count} more roles`,
    nobody: 'only those who manage the server',
    thread: 'those in that private thread',
    conversation: 'everybody who sees this conversation',
  },
  ask: {
    view: (audience: string) => `Share it? These will be able to read it: ${audience}.`,
    tick: (audience: string) =>
      `Share it? These will be able to read it and tick its boxes: ${audience}.`,
    edit: (audience: string) =>
      `Share it? These will be able to read it: ${audience}. Those of them who may write there may edit it.`,
  },
  yes: 'Share',
  given: {
    view: (who: string) => `${who} can read it now.`,
    tick: (who: string) => `${who} can read it and tick its boxes now.`,
    edit: (who: string) => `${who} can edit it now.`,
  },
  already: {
    tick: (who: string) => `${who} can already tick its boxes. I left it that way.`,
    edit: (who: string) => `${who} can already edit it. I left it that way.`,
    own: (who: string) => `${who} already owns it. I left it that way.`,
  },
  lower: {
    view: 'Limit to reading',
    tick: 'Limit to ticking boxes',
    edit: 'Limit to editing',
  },
  into: {
    posted: (given: string) => `${given} The card stands there.`,
    youMayNot: (given: string) => `${given} You may not write there, so no card was posted.`,
    iMayNot: (given: string) =>
      `${given} I may not post there, so there is no card that follows the text; people open it with /doc open.`,
  },
  taken: (cut: number) =>
    cut === 0
      ? 'It was taken away.'
      : `It was taken away; ${cut === 1 ? 'one open editor was' : `${cut} open editors were`} closed.`,
  notOwner: 'Only its owners see who has a document, and share it. Ask one of them.',
  notToBots: 'Bots cannot read documents. Choose a person.',
  notToYourself: 'That is you, and you own it already. Choose somebody else.',
}
