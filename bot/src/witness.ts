import type { Client } from 'discord.js'
import type { ServerEvent } from '@sticky/shared/events'
import type { Activities } from './activities.ts'
import type { Log } from './log.ts'
import { lookUp } from './look-up.ts'
import type { Api } from './server.ts'

type Wanted = Extract<ServerEvent, { type: 'membership.wanted' }>

/** Answers the server's question what somebody may do in a channel now (F9). Never throws. */
export type Witness = (wanted: Wanted) => Promise<void>

/** The same question asked again before it is answered is one question. */
export const createWitness = (
  discord: Client<true>,
  activities: Activities,
  api: Api,
  log: Log,
): Witness => {
  const asked = new Set<string>()
  return async ({ userId, discordId, channel }) => {
    const key = `${userId} ${channel}`
    if (asked.has(key)) return
    asked.add(key)
    try {
      const membership =
        (await lookUp(discord, channel, discordId)) ?? (await activities.lookUp(channel, discordId))
      if (membership !== null) await api.putMembership({ userId, ...membership })
      else log.debug({ channel }, 'cannot see who is in this channel')
    } catch (err) {
      log.warn({ err, channel }, 'could not look a member up; what was proved last lapses')
    } finally {
      asked.delete(key)
    }
  }
}
