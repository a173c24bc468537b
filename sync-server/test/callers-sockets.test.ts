import type { Ticket } from '@sticky/shared/api/tickets'
import { describe, expect, it, onTestFinished } from 'vitest'
import { socketUrl } from './stage/address.ts'
import type { Address } from './stage/address.ts'
import { readTable } from './stage/caller-table.ts'
import { ask } from './stage/http.ts'
import { knock } from './stage/raw-socket.ts'
import { CALLERS, castFor, Scene } from './stage/scene.ts'
import type { CallerKind } from './stage/scene.ts'
import { setStage } from './stage/stage.ts'
import { StickyClient } from './stage/sticky-client.ts'
import { until } from './stage/until.ts'

/** What becomes of whom at the socket; a number is an HTTP status, or a close code. */
const [JOINS, WRITES] = readTable(`
          own   edit  tick    view    | byView  byEdit held    lost | other nobody gone | botOwn botOther bot
  joins   own   edit  tick    view    | view    edit   tick    4403 | 401   401    4403 | own    401      401
  writes  saved saved refused refused | refused saved  refused none | none  none   none | saved  none     none
`)

const { server } = await setStage([])
const cast = await castFor(server)
const scene = await Scene.set(server, cast)
await scene.part()
await scene.gather()
const { document } = scene
const elsewhere = await cast.other.create('elsewhere')

/** The ticket that somebody gets; or, who gets none, one of before, or of a document of theirs, or what they have. */
const ticketOf = async (kind: CallerKind): Promise<string> => {
  const asking = await scene.token(kind)
  const { status, body } = await ask(
    server,
    'POST',
    `/api/v1/documents/${document}/tickets`,
    asking,
  )
  if (status === 201) return (body as Ticket).ticket
  const theirs = kind === 'other' || kind === 'botOther'
  if (theirs) return (await cast.other.api.createTicket(elsewhere)).ticket
  return scene.oldTickets.get(kind) ?? asking.token ?? ''
}

/** Joins and writes the name of its kind. */
const visit = async (address: Address, kind: CallerKind): Promise<[string, string]> => {
  const outcome = await knock(socketUrl(address))
  if (outcome !== 'open') return [outcome.replace(/\D/g, ''), 'none']
  const client = new StickyClient(address)
  onTestFinished(() => client.close())
  await client.join()
  client.write((text) => text.insert(0, `${kind} `))
  const isRefused = (): boolean => client.of('refused').length > 0
  await until('it has an answer', () => client.saved > 0 || isRefused())
  return [client.of('welcome')[0]?.role ?? '', isRefused() ? 'refused' : 'saved']
}

describe('T2 T7: the socket, for every kind of caller', () => {
  it('opens for whom the same policy lets in over HTTP, and takes what they may write', async () => {
    const found = await Promise.all(
      CALLERS.map(async (kind) => {
        const address = { url: server.url, document, ticket: await ticketOf(kind) }
        return [kind, await visit(address, kind)] as const
      }),
    )
    const joins = found.map(([kind, [role]]) => [kind, role])
    const writes = found.map(([kind, [, written]]) => [kind, written])
    expect(Object.fromEntries(joins)).toEqual(JOINS?.expected)
    expect(Object.fromEntries(writes)).toEqual(WRITES?.expected)
  })

  it('nothing else is in the text', async () => {
    const text = await cast.own.api.content(document)
    const words = text
      .replace(/- \[.*/s, '')
      .trim()
      .split(' ')
    const writers = CALLERS.filter((kind) => WRITES?.expected[kind] === 'saved')
    expect(words.toSorted()).toEqual([...writers].toSorted())
  })
})
