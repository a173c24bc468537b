import type { Asking } from './http.ts'
import { Person } from './person.ts'
import { MEMBERSHIP, MESSAGE } from './scene.ts'
import type { CallerKind, Cast, Scene } from './scene.ts'
import type { TestServer } from './server.ts'

/** What a call sends besides who calls; `params` are those of its address, `query` begins with a question mark. */
export type Sent = Asking & { params?: Record<string, string>; query?: string }

type World = { server: TestServer; cast: Cast; placement: string }

/** What is sent to each route where an address is not enough, by the labels of a table; `kind`: by whom. */
export const whatIsSent = (
  world: World,
): Record<string, (scene: Scene, kind: CallerKind) => Sent | Promise<Sent>> => ({
  ...toAccounts(world),
  ...toDocuments(world),
  ...fromTheBot(world),
})

const toAccounts = ({ server, cast }: World): ReturnType<typeof whatIsSent> => {
  const spare = sparePeople(server)
  return {
    'POST /users': (_, kind) => ({ body: { username: `new-${kind}`, password: 'a password' } }),
    'PATCH /users/me': () => ({ body: { displayName: 'Renamed' } }),
    'POST /users/me/identities': (_, kind) => ({ body: { discordCode: `code of ${kind}` } }),
    'DELETE /users/me': (_, kind) => spare(kind),
    'DELETE /sessions/current': (_, kind) => spare(kind),
    'GET /users/:id': () => ({ params: { id: cast.own.id } }),
    'POST /sessions': () => ({
      body: { username: 'person-own', password: 'the password of person-own' },
    }),
    'POST /sessions/refresh': async () => {
      const { session } = await Person.signIn(server, 'person-own')
      return { body: { refreshToken: session.refreshToken } }
    },
  }
}

const toDocuments = ({ server, cast }: World): ReturnType<typeof whatIsSent> => {
  const people: Partial<Record<CallerKind, Person>> = {
    ...cast,
    held: cast.tick,
    botOther: cast.other,
  }
  const embedded = ({ url }: { url: string }): Sent => ({
    query: `?url=${encodeURIComponent(server.url + url)}`,
  })
  return {
    'POST /documents': () => ({ body: { title: 'Mine' } }),
    'POST /documents/import': () => ({ body: { markdown: '# Mine' } }),
    'PATCH /documents/:id': () => ({ body: { title: 'Renamed' } }),
    'PUT /documents/:id/content': async ({ document }) => {
      const { headers } = await cast.own.ask('GET', `/documents/${document}/content`)
      return {
        body: '- [ ] more tea\n',
        headers: { 'content-type': 'text/markdown', 'if-match': headers.get('etag') ?? '' },
      }
    },
    'POST /documents/:id/append': () => ({ body: { markdown: 'more' } }),
    'POST /documents/:id/tasks': async ({ document }) => {
      const [task] = (await cast.own.api.tasks(document)).items
      return { body: { anchor: task?.anchor, checked: true } }
    },
    'PUT /documents/:id/grants/:principal': () => ({
      params: { principal: cast.other.principal },
      body: { role: 'own' },
    }),
    "DELETE /documents/:id/grants/:principal (another's)": (_, kind) => ({
      params: { principal: (kind === 'view' ? cast.edit : cast.view).principal },
    }),
    "DELETE /documents/:id/grants/:principal (one's own)": (_, kind) => ({
      params: { principal: (people[kind] ?? cast.own).principal },
    }),
    'PUT /instances/:instance': ({ document }) => ({
      params: { instance: 'i-1' },
      body: { documentId: document },
    }),
    'POST /documents/:id/links': () => ({ body: { role: 'edit', audience: 'anyone' } }),
    'GET /oembed (for anyone)': ({ links }) => embedded(links.view),
    'GET /oembed (for whom it is shared with)': ({ links }) => embedded(links.granted),
  }
}

const fromTheBot = ({ server, cast, placement }: World): ReturnType<typeof whatIsSent> => {
  /** The word on the owner is new. */
  const seen = async (sent: Sent): Promise<Sent> => {
    await server.service.putMembership({ userId: cast.own.id, ...MEMBERSHIP })
    return sent
  }
  return {
    'PUT /identities/discord/:subject': () => ({ body: { displayName: 'Ada' } }),
    'GET /documents/:id/card (in a channel)': () => ({
      query: `?channel=${encodeURIComponent(MESSAGE.channel)}`,
    }),
    'POST /documents/:id/placements': () => ({ body: MESSAGE }),
    'PATCH /placements/:id': () => ({
      params: { id: placement },
      body: { shownHash: 'y', shownSeq: 1 },
    }),
    'POST /placements/:id/moves': () => ({
      params: { id: placement },
      body: { messageId: '300000000000000098', shownHash: 'moving' },
    }),
    'DELETE /placements/:id': () => ({ params: { id: placement } }),
    'PUT /placements/:id/stick': () => seen({ params: { id: placement } }),
    'DELETE /placements/:id/stick': () => seen({ params: { id: placement } }),
    'GET /guilds/:guild/settings': () => seen({}),
    'PUT /guilds/:guild/settings': () => seen({ body: { create: null, edit: null, stick: null } }),
    'PUT /memberships': () => ({ body: { userId: cast.own.id, ...MEMBERSHIP } }),
    'POST /intents': ({ document }) => ({
      body: { documentId: document, channelId: MESSAGE.messageId },
    }),
  }
}

/** Where an account or a session ends: for whoever has one, another one that nobody misses. */
const sparePeople = (server: TestServer): ((kind: CallerKind) => Promise<Sent>) => {
  let count = 0
  return async (kind) => {
    count += 1
    if (kind === 'botOwn' || kind === 'botOther') {
      const subject = String(500_000_000_000_000_000n + BigInt(count))
      return { acting: (await server.service.putIdentity(subject, 'Spare')).id }
    }
    if (!['own', 'edit', 'tick', 'view', 'other'].includes(kind)) return {}
    return { token: (await server.person(`spare-${count}`)).session.token }
  }
}
