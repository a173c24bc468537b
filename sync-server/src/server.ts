import type { Role } from '@sticky/shared/access'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { v7 as uuid } from 'uuid'
import { forkRole } from './bus/local/child.ts'
import type { LocalBus } from './bus/local/local.ts'
import type { Config } from './config.ts'
import { Cards } from './documents/cards.ts'
import { chatRoutes } from './documents/chat-routes.ts'
import { Contents } from './documents/content.ts'
import { Exports } from './documents/exports.ts'
import { Guilds } from './documents/guilds.ts'
import { HtmlImports } from './documents/html-imports.ts'
import { HtmlTexts } from './documents/html-texts.ts'
import { Instances } from './documents/instances.ts'
import { Library } from './documents/library.ts'
import { LinkPages } from './documents/link-pages.ts'
import { linkRoutes } from './documents/link-routes.ts'
import { LinkSessions } from './documents/link-sessions.ts'
import { ShareLinks } from './documents/links.ts'
import { Memberships, PROOF_RENEWAL, PROVE_EVERY } from './documents/memberships.ts'
import { Permissions } from './documents/permissions.ts'
import { Readings } from './documents/readings.ts'
import { documentRoutes } from './documents/routes.ts'
import { Finder } from './documents/search.ts'
import { Tickets } from './documents/tickets.ts'
import { versionRoutes } from './documents/version-routes.ts'
import { Versions } from './documents/versions.ts'
import { eventRoutes } from './gateway/events.ts'
import { createApp } from './gateway/http.ts'
import { linkPageRoutes } from './gateway/link-page/routes.ts'
import { descriptionRoutes } from './gateway/openapi/document.ts'
import { acceptUpgrades } from './gateway/upgrade.ts'
import { webRoutes } from './gateway/web.ts'
import type { Logger } from './log.ts'
import { Relay } from './relay/relay.ts'
import type { Session } from './relay/connection.ts'
import { Metrics } from './metrics.ts'
import { keepMark } from './store/mark.ts'
import type { Store } from './store/types.ts'
import { Accounts } from './users/accounts.ts'
import { doors } from './users/caller.ts'
import { DiscordCodes } from './users/discord-codes.ts'
import { userRoutes } from './users/routes.ts'
import { Tokens } from './users/tokens.ts'

/**
 * `program`: what is forked for the other roles; this program itself unless something else is said. `web`: the folder of
 * the built web app; the Activity's unless something else is said.
 */
export type Drivers = { store: Store; bus: LocalBus; log: Logger; program?: string; web?: string }
export type RunningServer = { url: string; close(): Promise<void> }

/** How often heads are compared with the store, ms (R60). */
const HEAL_EVERY = 5_000

const here = fileURLToPath(import.meta.url)
/** This program, to be forked with another role: bundled beside this file, or its source. */
const PROGRAM = join(dirname(here), here.endsWith('.ts') ? 'main.ts' : 'main.js')
const ACTIVITY = join(dirname(here), '../../activity/dist')

/** Builds the whole server in the order in which a keystroke goes through it, and opens its port. */
export const startServer = async (
  config: Config,
  { store, bus, log, program = PROGRAM, web = ACTIVITY }: Drivers,
): Promise<RunningServer> => {
  const stopMark = await keepMark(store, config.markPath, () =>
    log.warn(
      'the store is older than it was: restored from a backup; every document starts a new generation',
    ),
  )
  const tokens = await Tokens.open(config.keyPath)
  const accounts = new Accounts({ store, bus, tokens, openRegistration: config.openRegistration })
  const memberships = new Memberships(store, bus)
  const permissions = new Permissions(store, memberships)
  const guilds = new Guilds({ store, bus, memberships })
  const tickets = new Tickets(store, tokens, permissions)
  const cards = new Cards(store, bus)
  const readings = new Readings(bus)
  const imports = new HtmlImports(readings)
  const library = new Library({ store, bus, permissions, memberships, guilds, imports })
  const texts = new HtmlTexts(bus, readings)
  const links = new ShareLinks({ store, bus, permissions })
  const contents = new Contents(store, bus, permissions)
  const onError = (error: unknown, document: string): void =>
    log.error({ err: error, document }, 'failed')
  const metrics = new Metrics()
  const relay = new Relay({
    id: uuid(),
    log: store.log,
    snapshots: store.snapshots,
    bus,
    // a proof from a chat is renewed before it runs out (F9)
    authorise: authoriser(store, (...of) => permissions.roleOf(...of, PROOF_RENEWAL)),
    authoriseNow: authoriser(store, (...of) => permissions.provedRoleOf(...of)),
    onError,
    metrics,
    limits: config.limits,
    healEvery: HEAL_EVERY,
    proveEvery: PROVE_EVERY,
  })
  const app = createApp({
    log,
    jwks: tokens.jwks,
    trustedProxies: config.trustedProxies,
    metrics,
    ready: async () => void (await store.events.newest()),
    doors: doors(accounts, config.serviceToken),
    callsPerMinute: config.limits.callsPerMinute,
    api: {
      ...userRoutes({ accounts, chat: store.chat, discord: new DiscordCodes(config.discord) }),
      ...documentRoutes({
        store,
        library,
        finder: new Finder(store, permissions),
        contents,
        exports: new Exports({ store, library, contents, links, texts }),
        tickets,
        cards,
        permissions,
      }),
      ...versionRoutes(new Versions({ store, bus, permissions, contents })),
      ...linkRoutes({
        links,
        sessions: new LinkSessions({ store, accounts, permissions, library }),
      }),
      ...chatRoutes({
        store,
        bus,
        memberships,
        guilds,
        permissions,
        instances: new Instances(store, bus, permissions),
      }),
      ...eventRoutes(store, bus),
      ...descriptionRoutes(),
    },
    pages: linkPageRoutes({
      pages: new LinkPages({ store, permissions, cards, texts }),
      publicUrl: config.publicUrl,
    }),
    web: webRoutes({
      dir: web,
      discordClientId: config.discord?.clientId ?? '',
      frameAncestors: config.frameAncestors,
    }),
  })
  // a request that trickles in holds no more than its own socket, and not for long
  const http = createServer(
    { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 1_000 },
    app,
  )
  const stopHeartbeat = acceptUpgrades({
    server: http,
    relay,
    tickets,
    log,
    metrics,
    limits: config.limits,
  })
  const url = await listen(http, config)
  const merge = forkRole(bus, program, 'merge', (why) =>
    log.warn({ why }, 'merge is started again'),
  )
  const preview = forkRole(bus, program, 'preview', (why) =>
    log.warn({ why }, 'preview is started again'),
  )
  bus.subscribe('preview.stuck', () => preview.kill())
  return {
    url,
    close: async () => {
      stopHeartbeat()
      http.close()
      await relay.close()
      http.closeAllConnections()
      await Promise.all([merge.stop(), preview.stop()])
      await bus.close()
      await stopMark()
      await store.close()
    },
  }
}

/** What a session may do now: nothing when its user's tokens are void. */
const authoriser =
  (store: Store, roleOf: Permissions['provedRoleOf']) =>
  async ({ user, link, document, tokenVersion }: Session): Promise<Role> => {
    const userId = link === null ? user.id : link.userId
    const role = await roleOf(link ?? user.id, document)
    if (userId !== null && (await store.users.get(userId))?.tokenVersion !== tokenVersion)
      return 'none'
    return role
  }

const listen = (http: Server, { host, port }: Config): Promise<string> =>
  new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, host, port)))
    http.listen(port, host, () => {
      const { port: actual } = http.address() as AddressInfo
      resolve(`http://${host}:${actual}`)
    })
  })

const explain = (error: NodeJS.ErrnoException, host: string, port: number): Error => {
  if (error.code === 'EADDRINUSE') {
    return new Error(
      `Port ${port} is in use. Stop the program that holds it, or set PORT to another one.`,
    )
  }
  if (error.code === 'EACCES')
    return new Error(`Port ${port} needs more rights. Set PORT to one above 1023.`)
  return new Error(`Cannot listen on ${host}:${port}: ${error.message}. Check HOST and PORT.`)
}
