import { Client, Events, GatewayIntentBits, Options, Routes } from 'discord.js'
import type { ClientOptions } from 'discord.js'
import type { ServerEvent } from '@sticky/shared/events'
import { Activities, whoIsIn } from './activities.ts'
import { watchAdmission } from './admission.ts'
import { channelsOf, isForTheQueue } from './cards/channels.ts'
import { messagesOf } from './cards/messages.ts'
import { Refresh } from './cards/refresh.ts'
import { REGISTRATION } from './commands/index.ts'
import type { Config } from './config.ts'
import { Feed } from './feed.ts'
import { route } from './interactions/router.ts'
import type { Log } from './log.ts'
import { createPeople } from './people.ts'
import { createApi } from './server.ts'
import { hear } from './sticking/hear.ts'
import { Sticking } from './sticking/sticking.ts'
import { createWitness } from './witness.ts'
import type { Witness } from './witness.ts'

export type Bot = {
  /**
   * Resolves when Discord will not have this bot any more (its token was reset, say): time to exit.
   */
  lost: Promise<void>
  close: () => Promise<void>
}

/**
 * Connects to Discord, registers the commands, follows the server. Resolves when commands are
 * answered; rejects when Discord refuses the token or can't be reached. Stays up while the server
 * is away.
 */
export const startBot = async (config: Config, log: Log): Promise<Bot> => {
  const discord = new Client(discordOptions(config))
  const lost = new Promise<void>((resolve) => discord.once(Events.Invalidated, resolve))
  watch(discord, log)
  const ready = await login(discord, config.discordToken)
  await register(ready, config.clientId, log)

  const api = createApi(config.apiUrl, config.serviceToken)
  const channels = channelsOf(ready)
  const refresh = new Refresh(api, channels, log)
  const messages = messagesOf(ready)
  const sticking = new Sticking({ api, messages, channels, refresh, log })
  const activities = new Activities(whoIsIn(ready))
  const { clientId, publicUrl } = config
  const services = {
    clientId,
    publicUrl,
    people: createPeople(api),
    api,
    refresh,
    activities,
    messages,
    sticking,
    log,
  }
  const witness = createWitness(ready, activities, api, log)
  discord.on(Events.InteractionCreate, (interaction) => void route(interaction, services))
  watchAdmission(ready, refresh)
  hear(ready, sticking)
  const feed = new Feed({
    apiUrl: config.apiUrl,
    serviceToken: config.serviceToken,
    log,
    onOpen: () => {
      void refresh.resume()
      void sticking.load()
    },
    onAway: (since) => refresh.pause(since),
    onEvent: (event) => void answer(event, refresh, witness),
  })

  const close = async (): Promise<void> => {
    refresh.close()
    sticking.close()
    await Promise.all([feed.close(), discord.destroy()])
  }
  return { lost, close }
}

const discordOptions = ({ discordApi, discordCdn }: Config): ClientOptions => ({
  // the second one tells that somebody has written, and nothing of what: for cards that stick (F8)
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages],
  makeCache: Options.cacheWithLimits({ ...Options.DefaultMakeCacheSettings, MessageManager: 0 }),
  // Nothing the bot says may ping, whatever a title contains (T23).
  allowedMentions: { parse: [] },
  rest: {
    api: discordApi,
    version: '10',
    rejectOnRateLimit: isForTheQueue,
    ...(discordCdn === null ? {} : { cdn: discordCdn }),
  },
})

/** discord.js reconnects by itself; without these listeners an error would end the process. */
const watch = (discord: Client, log: Log): void => {
  discord.on(Events.Error, (err) => log.error({ err }, 'discord.js reports an error'))
  discord.on(Events.ShardError, (err) => log.warn({ err }, 'the gateway connection failed'))
  discord.on(Events.Warn, (text) => log.warn({ text }, 'discord.js warns'))
}

const login = async (discord: Client, token: string): Promise<Client<true>> => {
  const ready = new Promise<Client<true>>((resolve) => discord.once(Events.ClientReady, resolve))
  try {
    await discord.login(token)
    return await ready
  } catch (error) {
    await discord.destroy()
    throw error
  }
}

/**
 * One call sets all commands and is free when nothing has changed; what was registered before stays
 * on failure.
 */
const register = async (discord: Client<true>, clientId: string, log: Log): Promise<void> => {
  try {
    await discord.rest.put(Routes.applicationCommands(clientId), { body: REGISTRATION })
  } catch (err) {
    log.error({ err }, 'Discord refused the commands. Check that DISCORD_CLIENT_ID is this bot’s.')
  }
}

const answer = (event: ServerEvent, refresh: Refresh, witness: Witness): Promise<void> =>
  event.type === 'membership.wanted'
    ? witness(event)
    : refresh.follow(event.documentId, { urgent: event.type === 'document.changed' })
