import type { ServerEvent } from '@sticky/shared/events'

export type KeptEvent = { id: number; event: ServerEvent }

/** What the bot is told, kept so that it can resume where it stopped. Written by the calls that cause them. */
export interface Events {
  after(id: number, limit: number): Promise<KeptEvent[]>
  newest(): Promise<number>
}
