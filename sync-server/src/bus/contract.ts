import { StickyError } from '@sticky/shared/errors'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Bus, CardView } from './types.ts'

/** Two ends of one bus, as two processes hold them. */
export type Ends = { a: Bus; b: Bus; close(): Promise<void> }

const gone = { code: 'unavailable' }

const VIEW: CardView = {
  title: 'Plan',
  text: '# Plan',
  people: [{ name: 'Ada', color: '#15803d' }],
  peopleCount: 1,
  editedAt: 1,
  editedBy: null,
  theme: 'dark',
  scale: 2,
  kind: 'chat',
}

/** Waits until `check` is true: signals may take their time, but not for ever. */
export const soon = async (check: () => boolean): Promise<void> => {
  const end = Date.now() + 10_000
  while (!check()) {
    if (Date.now() > end) throw new Error('waited 10 s in vain')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** A subscription has reached everybody. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30))

/** What every bus driver promises. */
export const busContract = (name: string, open: () => Promise<Ends>): void => {
  describe(`${name} keeps the promises of a bus`, () => {
    let a: Bus
    let b: Bus
    let ends: Ends
    beforeEach(async () => {
      ends = await open()
      a = ends.a
      b = ends.b
    })
    afterEach(() => ends.close())

    const both = [
      { from: 'a', to: 'b', pair: () => [a, b] as const },
      { from: 'b', to: 'a', pair: () => [b, a] as const },
    ]

    test('whether a signal is heard here is known', async () => {
      expect(a.isHeard('membership.wanted')).toBe(false)
      const unsubscribe = a.subscribe('membership.wanted', () => {})
      expect(a.isHeard('membership.wanted')).toBe(true)
      unsubscribe()
      expect(a.isHeard('membership.wanted')).toBe(false)
    })

    test('whether a signal is heard elsewhere is known too', async () => {
      b.subscribe('membership.wanted', () => {})
      await settled()
      expect(a.isHeard('membership.wanted')).toBe(true)
    })

    describe.each(both)('from $from to $to', ({ pair }) => {
      test('signals arrive in the order of publishing, here and there', async () => {
        const [here, there] = pair()
        const heard: Record<string, number[]> = { here: [], there: [] }
        here.subscribe('log.appended', ({ seq }) => heard['here']?.push(seq))
        there.subscribe('log.appended', ({ seq }) => heard['there']?.push(seq))
        const all = Array.from({ length: 100 }, (_, i) => i)
        await settled()
        for (const seq of all) {
          here.publish('log.appended', { document: 'd', relay: null, prev: seq, seq, entries: [] })
        }
        await soon(() => heard['there']?.length === all.length)
        expect(heard).toEqual({ here: all, there: all })
      })

      test('only who subscribed to a signal hears it, and only until they unsubscribe', async () => {
        const [here, there] = pair()
        const heard: string[] = []
        const stop = there.subscribe('documents.dirty', ({ documents }) => heard.push(...documents))
        there.subscribe('document.changed', ({ document }) => heard.push(`changed ${document}`))
        await settled()
        here.publish('documents.dirty', { documents: ['one'] })
        await soon(() => heard.length === 1)
        stop()
        here.publish('documents.dirty', { documents: ['two'] })
        here.publish('document.changed', { document: 'three' })
        await soon(() => heard.length === 2)
        expect(heard).toEqual(['one', 'changed three'])
      })

      test('a request is answered by the one who responds', async () => {
        const [here, there] = pair()
        there.respond('merge.fold', async ({ document }) => ({ seq: document.length }))
        const answers = ['a', 'bb', 'ccc'].map((document) =>
          here.request('merge.fold', { document }),
        )
        expect(await Promise.all(answers)).toEqual([{ seq: 1 }, { seq: 2 }, { seq: 3 }])
        expect(await there.request('merge.fold', { document: 'dddd' })).toEqual({ seq: 4 })
      })

      test('bytes and nested views survive the way, both ways', async () => {
        const [here, there] = pair()
        const png = Uint8Array.from({ length: 256 }, (_, i) => i)
        const seen: CardView[] = []
        there.respond('preview.draw', async (view) => {
          seen.push(view)
          return { png, width: 1, height: 2 }
        })
        const answer = await here.request('preview.draw', VIEW)
        expect(seen).toEqual([VIEW])
        expect(answer.png).toBeInstanceOf(Uint8Array)
        expect([...answer.png]).toEqual([...png])
      })

      test('a StickyError crosses with its code, text and details', async () => {
        const [here, there] = pair()
        there.respond('merge.fold', () =>
          Promise.reject(new StickyError('conflict', 'read it again', [{ path: 'a' }])),
        )
        const error: unknown = await here.request('merge.fold', { document: 'd' }).catch((e) => e)
        expect(error).toBeInstanceOf(StickyError)
        expect(error).toMatchObject({
          code: 'conflict',
          message: 'read it again',
          details: [{ path: 'a' }],
        })
      })

      test('any other error is "internal" and does not tell its own words to who asked', async () => {
        const [here, there] = pair()
        there.respond('merge.fold', () => Promise.reject(new Error('/secret/path is broken')))
        for (const asker of [here, there]) {
          const error: unknown = await asker
            .request('merge.fold', { document: 'd' })
            .catch((e) => e)
          expect(error).toBeInstanceOf(StickyError)
          expect(error).toMatchObject({ code: 'internal' })
          expect(error instanceof Error && error.message).not.toContain('secret')
          // kept for the log
          expect(error instanceof Error && String(error.cause)).toContain('/secret/path')
        }
      })

      test('a responder that is still starting is waited for', async () => {
        const [here, there] = pair()
        const asking = here.request('merge.fold', { document: 'd' })
        there.respond('merge.fold', async () => ({ seq: 5 }))
        expect(await asking).toEqual({ seq: 5 })
      })

      test('nobody answers in time: "unavailable", and the request names itself', async () => {
        const [here, there] = pair()
        there.respond('merge.fold', () => new Promise(() => {}))
        await expect(here.request('merge.fold', { document: 'd' }, 20)).rejects.toMatchObject({
          code: 'unavailable',
          message: expect.stringContaining('merge.fold'),
        })
        await expect(here.request('preview.draw', VIEW, 20)).rejects.toMatchObject({
          code: 'unavailable',
        })
      })

      test('who stopped responding is not asked any more; the next responder is', async () => {
        const [here, there] = pair()
        const stop = there.respond('merge.fold', async () => ({ seq: 1 }))
        expect(await here.request('merge.fold', { document: 'd' })).toEqual({ seq: 1 })
        stop()
        const asking = here.request('merge.fold', { document: 'd' })
        there.respond('merge.fold', async () => ({ seq: 2 }))
        expect(await asking).toEqual({ seq: 2 })
      })

      test('an answer that comes too late disturbs nobody', async () => {
        const [here, there] = pair()
        const held: (() => void)[] = []
        there.respond('merge.fold', ({ document }) =>
          document === 'slow'
            ? new Promise((resolve) => held.push(() => resolve({ seq: 1 })))
            : Promise.resolve({ seq: 2 }),
        )
        await expect(here.request('merge.fold', { document: 'slow' }, 20)).rejects.toMatchObject(
          gone,
        )
        await soon(() => held.length === 1)
        held[0]?.()
        expect(await here.request('merge.fold', { document: 'quick' })).toEqual({ seq: 2 })
      })

      test('closing rejects what waits', async () => {
        const [here, there] = pair()
        there.respond('merge.fold', () => new Promise(() => {}))
        const asked = here.request('merge.fold', { document: 'd' })
        const early = here.request('preview.draw', VIEW)
        const outcome = Promise.allSettled([asked, early])
        await here.close()
        expect(await outcome).toMatchObject([
          { status: 'rejected', reason: { code: 'unavailable' } },
          { status: 'rejected', reason: { code: 'unavailable' } },
        ])
      })
    })

    test('several listeners and both ends hear one signal, each once', async () => {
      const heard: string[] = []
      for (const [who, end] of Object.entries({ a, b })) {
        end.subscribe('access.changed', () => heard.push(`${who} 1`))
        end.subscribe('access.changed', () => heard.push(`${who} 2`))
      }
      await settled()
      a.publish('access.changed', { document: 'd' })
      await soon(() => heard.length >= 4)
      expect(heard.sort()).toEqual(['a 1', 'a 2', 'b 1', 'b 2'])
    })

    test('who was told "unavailable" before anybody responded can rely on it', async () => {
      const done: string[] = []
      await expect(a.request('merge.fold', { document: 'given up' }, 10)).rejects.toMatchObject(
        gone,
      )
      b.respond('merge.fold', async ({ document }) => ({ seq: done.push(document) }))
      await a.request('merge.fold', { document: 'asked again' })
      expect(done).toEqual(['asked again'])
    })
  })
}
