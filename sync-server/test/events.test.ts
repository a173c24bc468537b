import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { ServerEvent } from '@sticky/shared/events'
import { ask } from './stage/http.ts'
import { SERVICE_TOKEN } from './stage/server.ts'
import { setStage } from './stage/stage.ts'
import { until } from './stage/until.ts'

const CHANNEL = '100000000000000001/200000000000000001'
const DISCORD_ID = '400000000000000001'

const { server, ada } = await setStage(['ada'])

type Heard = { id: string | null; event: ServerEvent }

/** The feed as the bot reads it. */
class Feed {
  readonly heard: Heard[] = []
  readonly #stop = new AbortController()
  #text = ''

  static async open(lastEventId?: string): Promise<Feed> {
    const feed = new Feed()
    onTestFinished(() => feed.close())
    const response = await fetch(`${server.url}/api/v1/events`, {
      headers: {
        authorization: `Bearer ${SERVICE_TOKEN}`,
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
      signal: feed.#stop.signal,
    })
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
    if (response.body === null) throw new Error('the feed has no body')
    void feed.#read(response.body)
    await until('it says hello', () => feed.#text.startsWith(': welcome\n\n'))
    return feed
  }

  close(): void {
    this.#stop.abort()
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder()
    try {
      for await (const chunk of body) {
        this.#text += decoder.decode(chunk, { stream: true })
        this.#take()
      }
    } catch {
      // closed by the test or by the server
    }
  }

  #take(): void {
    const blocks = this.#text.split('\n\n').slice(0, -1).map(fieldsOf)
    this.heard.length = 0
    for (const { id, event, data } of blocks) {
      if (data === undefined) continue
      const parsed = ServerEvent.parse(JSON.parse(data))
      expect(event).toBe(parsed.type)
      this.heard.push({ id: id ?? null, event: parsed })
    }
  }

  of(type: ServerEvent['type']): ServerEvent[] {
    return this.heard.map(({ event }) => event).filter((event) => event.type === type)
  }
}

const fieldsOf = (block: string): Record<string, string> =>
  Object.fromEntries(
    block.split('\n').map((line) => {
      const colon = line.indexOf(': ')
      return [line.slice(0, colon), line.slice(colon + 2)]
    }),
  )

describe('the event feed', () => {
  it('T5: is for the service only', async () => {
    const path = '/api/v1/events'
    expect((await ask(server, 'GET', path)).status).toBe(401)
    expect((await ada.ask('GET', '/events')).status).toBe(403)
    expect((await ask(server, 'GET', path, { token: 'x'.repeat(34) })).status).toBe(401)
  })

  it('F3: tells of what happens from now on, and not of what was before', async () => {
    const before = await ada.create()
    await ada.api.renameDocument(before, 'Renamed before')
    const feed = await Feed.open()
    const id = await ada.create()
    await ada.api.renameDocument(id, 'Renamed')
    await until('the rename is told', () => feed.of('document.changed').length === 1)
    await ada.api.append(id, 'text')
    await until('the merge is told', () => feed.of('document.merged').length === 1)
    await ada.api.deleteDocument(id)
    await until('the deletion is told', () => feed.heard.length === 3)
    expect(feed.heard.map(({ event }) => event)).toEqual([
      { type: 'document.changed', documentId: id },
      { type: 'document.merged', documentId: id, seq: 1 },
      { type: 'document.changed', documentId: id },
    ])
  })

  it('F3: resumes after Last-Event-ID: nothing is missing, nothing comes twice', async () => {
    const first = await Feed.open()
    const ids = [await ada.create(), await ada.create(), await ada.create()]
    for (const id of ids) await ada.api.renameDocument(id, 'x')
    await until('all are told', () => first.heard.length === 3)
    first.close()
    const missed = await ada.create()
    await ada.api.renameDocument(missed, 'while it was away')
    const again = await Feed.open(first.heard[0]?.id ?? '')
    const wanted = [ids[1], ids[2], missed]
    await until('it has caught up', () => again.heard.length === wanted.length)
    const last = await ada.create()
    await ada.api.renameDocument(last, 'afterwards')
    await until('it goes on', () => again.heard.length > wanted.length)
    expect(again.heard.map(({ event }) => 'documentId' in event && event.documentId)).toEqual([
      ...wanted,
      last,
    ])
  })

  it('T28: an id from before a backup was restored does not wait for ever', async () => {
    const feed = await Feed.open('999999999')
    const id = await ada.create()
    await ada.api.renameDocument(id, 'Renamed')
    await until('it is told', () => feed.heard.length === 1)
    expect(feed.heard[0]?.event).toEqual({ type: 'document.changed', documentId: id })
  })

  it('two bots hear the same', async () => {
    const [one, two] = [await Feed.open(), await Feed.open()]
    await ada.api.renameDocument(await ada.create(), 'Renamed')
    await until('both hear it', () => one.heard.length === 1 && two.heard.length === 1)
    expect(one.heard).toEqual(two.heard)
  })

  describe('F9: rights follow the channel', () => {
    let grace: { id: string }
    let document: string

    beforeAll(async () => {
      grace = await server.service.putIdentity(DISCORD_ID, 'grace')
      document = await ada.create()
      await prove(ada.id, 'edit')
      await ada.api.putGrant(document, `channel:${CHANNEL}`, { role: 'edit' })
    })
    const prove = (userId: string, access: 'none' | 'view' | 'edit') =>
      server.service.putMembership({ userId, channel: CHANNEL, access, roles: [] })
    /** Her last proof was two minutes ago. */
    const forget = () =>
      server.store.chat.putMembership({
        userId: grace.id,
        channel: CHANNEL,
        access: 'edit',
        roles: [],
        provedAt: Date.now() - 120_000,
      })

    it.each(['view', 'edit'] as const)(
      'a stale proof is asked for, and the answer "%s" opens the document',
      async (access) => {
        await forget()
        const feed = await Feed.open()
        const opening = server.service.as(grace.id).document(document)
        await until('the bot is asked', () => feed.of('membership.wanted').length === 1)
        expect(feed.heard).toEqual([
          {
            id: null,
            event: {
              type: 'membership.wanted',
              userId: grace.id,
              discordId: DISCORD_ID,
              channel: CHANNEL,
            },
          },
        ])
        await prove(grace.id, access)
        expect(await opening).toMatchObject({ id: document, role: access })
        await server.service.as(grace.id).document(document)
        expect(feed.heard).toHaveLength(1)
      },
    )

    it('who is not in the channel any more gets 404', async () => {
      await forget()
      const feed = await Feed.open()
      const opening = server.service.as(grace.id).document(document)
      const outcome = opening.catch((error: unknown) => error)
      await until('the bot is asked', () => feed.of('membership.wanted').length === 1)
      await prove(grace.id, 'none')
      expect(await outcome).toMatchObject({ code: 'not_found' })
    })

    it('without an answer the proof does not count', async () => {
      await forget()
      const opening = server.service.as(grace.id).document(document)
      await expect(opening).rejects.toMatchObject({ code: 'not_found' })
    })
  })
})
