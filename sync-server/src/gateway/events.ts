import type { EVENT_ROUTES } from '@sticky/shared/api/server'
import type { Response } from 'express'
import type { ServerEvent } from '@sticky/shared/events'
import type { Bus } from '../bus/types.ts'
import type { KeptEvent, Store } from '../store/types.ts'
import type { Handlers } from '../users/handlers.ts'

/** A comment this often, ms, so that proxies keep the line open and the bot notices a dead one. */
const KEEP_ALIVE = 15_000
/** Events that no signal announced are found at the latest after this long, ms. */
const LOOK_EVERY = 5_000
const PAGE = 500

/** `GET /events`: server-sent events for the bot; `Last-Event-ID` resumes, without it one starts with now. */
export const eventRoutes = (store: Store, bus: Bus): Handlers<typeof EVENT_ROUTES> => ({
  'GET /events': async ({ request, response }) => {
    const from = Number(request.get('last-event-id') ?? Number.NaN)
    const newest = await store.events.newest()
    // an id from before the store was restored from a backup would wait for events that had been
    const start = Number.isSafeInteger(from) ? Math.min(from, newest) : newest
    follow(response, store, bus, start)
  },
})

const follow = (response: Response, store: Store, bus: Bus, start: number): void => {
  response.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).flushHeaders()
  response.write(': welcome\n\n')
  let last = start
  let reading = false
  let again = false
  const read = async (): Promise<void> => {
    again = reading
    if (reading) return
    reading = true
    try {
      for (let page = await store.events.after(last, PAGE); page.length > 0;) {
        for (const kept of page) response.write(asText(kept))
        last = page.at(-1)?.id ?? last
        page = await store.events.after(last, PAGE)
      }
    } catch {
      response.end()
    } finally {
      reading = false
      // a signal that came after the last page was read
      if (again) void read()
    }
  }
  const stops = [
    bus.subscribe('document.merged', () => void read()),
    bus.subscribe('document.changed', () => void read()),
    bus.subscribe('access.changed', () => void read()),
    bus.subscribe('membership.wanted', (event) => response.write(asText({ id: null, event }))),
  ]
  const timers = [
    setInterval(() => response.write(': still here\n\n'), KEEP_ALIVE),
    setInterval(() => void read(), LOOK_EVERY),
  ]
  response.on('close', () => {
    for (const stop of stops) stop()
    for (const timer of timers) clearInterval(timer)
  })
  void read()
}

const asText = ({ id, event }: KeptEvent | { id: null; event: ServerEvent }): string =>
  `${id === null ? '' : `id: ${id}\n`}event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
