import type { Reason } from '@sticky/shared/errors'

const people = (count: number) =>
  count === 1 ? 'one person' : `${count.toLocaleString('en')} people`

/** `/doc share` (F44, F9). `who` and `audience` come ready for Discord's markdown. */
export const share = {
  command: { name: 'share', description: 'Share a document with people, roles or a channel' },
  with: { name: 'with', description: 'A person or a role in this server' },
  channel: { name: 'channel', description: 'A channel; the card is posted there too' },
  may: { name: 'may', description: 'What they can do; edit by default' },
  gives: { view: 'Read', tick: 'Read and tick boxes', edit: 'Edit' },
  has: {
    view: 'can read',
    tick: 'can read and tick',
    edit: 'can edit',
    own: 'owner',
  },
  heading: (title: string) => `Who has ${title}`,
  withPerson: 'Share with a person…',
  withPersonOrRole: 'Share with a person or a role…',
  intoChannel: 'Share into a channel…',
  take: 'Stop sharing with…',
  links: 'Links',
  onlyInServer: 'To share it with roles or channels, use this in a server.',
  somebody: 'Someone',
  everybodyHere: 'Everyone in this server',
  foreignRole: 'A role in another server',
  someRole: 'A role',
  someChannel: 'A channel',
  conversation: 'A direct message',
  managers: (channel: string) => `People who manage ${channel}`,
  audience: {
    everybody: (server: string, count: number) => `everyone in **${server}** (${people(count)})`,
    roles: (roles: string) => `everyone with ${roles}`,
    rolesAndPeople: (roles: string, count: number) =>
      `everyone with ${roles}, and ${people(count)} added by name`,
    people: (count: number) => `${people(count)} added by name`,
    moreRoles: (count: number) => `${count} more roles`,
    nobody: 'only people who manage the server',
    thread: 'everyone in that private thread',
    server: 'everyone in this server',
    unknown: 'everyone who can see that channel',
  },
  ask: (audience: string) => `Share it? That lets ${audience} read it.`,
  writers: {
    tick: 'Those of them who can write there can also tick its boxes.',
    edit: 'Those of them who can write there can also edit it.',
  },
  onlyRoles: {
    tick: (roles: string) =>
      `Only ${roles} and whoever manages the server can tick its boxes, as set in /doc settings.`,
    edit: (roles: string) =>
      `Only ${roles} and whoever manages the server can edit it, as set in /doc settings.`,
  },
  askEverybody: {
    view: (audience: string) => `Let ${audience} read it?`,
    tick: (audience: string) => `Let ${audience} read it and tick its boxes?`,
    edit: (audience: string) => `Let ${audience} read and edit it?`,
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
    posted: (given: string) => `${given} The card is posted there.`,
    youMayNot: (given: string) => `${given} You can’t write there, so no card was posted.`,
    iMayNot: (given: string) =>
      `${given} I can’t post there, so it has no card; people can open it with /doc open.`,
  },
  taken: (cut: number) =>
    cut === 0
      ? 'They no longer have it.'
      : `They no longer have it, and ${cut === 1 ? 'one open editor was' : `${cut} open editors were`} closed.`,
  /** By the reason that the server gives. */
  refused: {
    not_in_channel:
      'I can’t tell whether you are in that channel. Go there and use /doc share, or choose a channel that both of us can see.',
    not_in_guild:
      'I can’t tell whether you are in the server of that role. Go there and use /doc share.',
    too_many_people:
      'This document is shared with as many people as it can be. Stop sharing it with someone first, or make a link with /doc link.',
    too_many_places:
      'This document is shared with as many channels and roles as it can be. Stop sharing it with one first, or make a link with /doc link.',
  } satisfies Record<Reason, string>,
  notOwner: 'Only the owners of a document can share it and see who has it. Ask one of them.',
  notToBots: 'Bots can’t read documents. Choose a person.',
  notToYourself: 'That’s you, and you already own it. Choose someone else.',
}
