import type { APIMessage } from 'discord-api-types/v10'
import { pino, type Logger } from 'pino'
import { activityProxy } from './activity/activity-proxy.ts'
import { Instances } from './activity/instances.ts'
import { apiApp } from './api/api-app.ts'
import { OAuth } from './api/oauth.ts'
import { RateLimits } from './api/rate-limit.ts'
import type { Race, Services } from './api/services.ts'
import { pageApp } from './client/page-app.ts'
import { Tabs } from './client/tabs.ts'
import { applyChange } from './control/apply-change.ts'
import { Conditions } from './control/conditions.ts'
import { Gateway } from './gateway/gateway.ts'
import { guildCreate, ready } from './gateway/guild-event.ts'
import { announceMessages } from './gateway/message-events.ts'
import { PlaceEvents } from './gateway/place-events.ts'
import { interactionPayload } from './interaction/interaction-payload.ts'
import { Interactions } from './interaction/interactions.ts'
import { CallLog } from './protocol/call-log.ts'
import { ProtocolLog } from './protocol/protocol-log.ts'
import { Addresses } from './state/addresses.ts'
import { Payloads } from './state/payloads.ts'
import { World } from './state/world.ts'
import type { Change, Conditions as ConditionsView } from './wire/change.ts'
import type { Violation } from './wire/control.ts'
import { Listener } from './listener.ts'
import { upgradeTo } from './upgrade.ts'

/** How a stand-in is started; `port 0` takes a free one. */
export interface SandboxOptions {
  dataDir: string
  /** `client` must be 3333 when an Activity is to run: its SDK accepts no other localhost origin. */
  ports: { client: number; api: number; activity: number }
  application: {
    id: string
    name: string
    botToken: string
    clientSecret: string
    activityTarget: string
  }
  /** Default `random`. */
  race?: Race
  /** What is switched at the start. */
  conditions?: Partial<ConditionsView>
  /** Of the gateway; default 41,250, as Discord's. */
  heartbeatMs?: number
  /** How long an interaction waits for its answer; default 3000, as Discord's. */
  answerWithinMs?: number
  logger?: Logger
}

/** A running stand-in for Discord. */
export interface Sandbox {
  urls: { client: string; api: string; activity: string }
  violations: () => Violation[]
  /** The messages of a channel as Discord would list them, oldest first, ephemeral ones left out. */
  messages: (channelId: string) => APIMessage[]
  /** Changes something while it runs, as `POST /control/<kind>` does. Answers what was made. */
  change: (change: Change) => { id?: string }
  close: () => Promise<void>
}

/** Starts client page, API with gateway, and Activity proxy. Throws PortInUseError. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const listeners = await openPorts(options.ports)
  const urls = addressesOf(listeners, options.application.id)
  const log = new ProtocolLog()
  const world = new World(options.dataDir, options.application)
  const addresses = new Addresses(urls.api, options.application.clientSecret)
  const payloads = new Payloads(world, addresses)
  const gatewayUrl = `${urls.api.replace('http', 'ws')}/gateway`
  const conditions = new Conditions(options.conditions)
  const gateway = new Gateway({
    isTokenValid: (token) =>
      conditions.now.isBotTokenValid && token === options.application.botToken,
    arePrivilegedIntentsAllowed: () => conditions.now.arePrivilegedIntentsAllowed,
    ...(options.heartbeatMs !== undefined && { heartbeatMs: options.heartbeatMs }),
    welcome: (sessionId) => ({
      ready: ready(world, payloads, gatewayUrl, sessionId),
      guilds: world.place.bot.isMember ? [guildCreate(world, payloads)] : [],
    }),
  })
  const services: Services = {
    application: options.application,
    gatewayUrl,
    race: options.race ?? 'random',
    world,
    payloads,
    addresses,
    interactions: new Interactions(
      world,
      (interaction) =>
        conditions.now.interactionsEndpoint === null &&
        gateway.dispatch('INTERACTION_CREATE', 0, interactionPayload(world, payloads, interaction)),
      options.answerWithinMs,
    ),
    instances: new Instances(world),
    oauth: new OAuth(options.application, world.place.guild.ownerId),
    limits: new RateLimits(),
    conditions,
    calls: new CallLog(),
  }
  announceMessages(world, payloads, gateway)
  new PlaceEvents(world, payloads, gateway).listen()
  const stage = { services, gateway }
  const tabs = new Tabs({ stage, log, activityOrigin: urls.activity })
  listeners.client.serve({
    request: pageApp(log, stage),
    upgrade: upgradeTo('/control', tabs.server),
  })
  listeners.api.serve({
    request: apiApp(services, options.application.botToken, log),
    upgrade: upgradeTo('/gateway', gateway.server),
  })
  listeners.activity.serve(
    activityProxy({
      applicationId: options.application.id,
      target: options.application.activityTarget,
      clientOrigin: urls.client,
      apiOrigin: urls.api,
    }),
  )
  const logger = options.logger ?? pino({ enabled: false })
  log.on('violation', (violation) => logger.warn({ violation }, 'Discord rules broken'))
  return {
    urls,
    violations: () => log.violations(),
    messages: (channelId) => world.messages(channelId).map((message) => payloads.message(message)),
    change: (change) => applyChange(stage, change),
    close: async () => {
      services.interactions.close()
      tabs.close()
      gateway.close()
      await Promise.all(Object.values(listeners).map((listener) => listener.close()))
    },
  }
}

type Listeners = Record<'client' | 'api' | 'activity', Listener>

async function openPorts(ports: SandboxOptions['ports']): Promise<Listeners> {
  const opened: Listener[] = []
  const open = async (what: string, port: number) => {
    const listener = await Listener.open(what, port)
    opened.push(listener)
    return listener
  }
  try {
    return {
      client: await open('the sandbox page', ports.client),
      api: await open('the sandbox API', ports.api),
      activity: await open('the sandbox Activity proxy', ports.activity),
    }
  } catch (error) {
    await Promise.all(opened.map((listener) => listener.close()))
    throw error
  }
}

function addressesOf(listeners: Listeners, applicationId: string): Sandbox['urls'] {
  return {
    client: `http://localhost:${listeners.client.port}`,
    api: `http://localhost:${listeners.api.port}`,
    activity: `http://${applicationId}.discordsays.localhost:${listeners.activity.port}`,
  }
}
