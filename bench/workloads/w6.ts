import { setTimeout as pause } from 'node:timers/promises'
import * as Y from 'yjs'
import type { Running } from '../contestants/contestant.ts'
import { nextClientId, seatAt, visit, withServer, writeDocument } from '../document.ts'
import { Folder } from '../folder.ts'
import type { Knowledge } from '../load/greeting.ts'
import type { Seat } from '../load/plan.ts'
import { Visitor } from '../load/visitor.ts'
import { readTrace } from '../traces.ts'
import type { Workload } from '../workload.ts'

/** For so long what else comes is counted, ms: less than until any server's next heartbeat. */
const QUIET = 500

export const w6: Workload = {
  id: 'w6',
  title: 'Coming back when nothing has happened',
  expectation:
    'A state vector cannot see deletes, so whoever compares state vectors sends the whole delete set, 10 KB in each ' +
    'direction; with a cursor Sticky says welcome and that this was all.',
  cases: ['the document of 259,778 edits'],
  figures: [
    { id: 'down', title: 'bytes to the client', better: 'less', digits: 0 },
    { id: 'up', title: 'bytes to the server', better: 'less', digits: 0 },
    { id: 'ms', title: 'ms', better: 'less', digits: 1 },
  ],
  contestants: ['hp3', 'hp4', 'yws', 'sticky', 'sticky-plain'],
  targets: [{ figure: 'down', of: 'sticky', bound: 100 }],
  run: async ({ contestant }) => {
    const folder = new Folder()
    try {
      return await withServer(contestant.start({ folder: folder.path }), comeBack)
    } finally {
      folder.remove()
    }
  },
}

const comeBack = async (server: Running): Promise<Record<string, number>> => {
  const { state } = readTrace('automerge-paper')
  const document = await writeDocument(server, state)
  await server.settle()
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  const before = await visit(await seatAt(server, document))
  const { cursor } = before
  before.leave()
  return back(await seatAt(server, document), doc, {
    cursor,
    stateVector: Y.encodeStateVector(doc),
  })
}

/** With `doc`, which answers what it is asked as Yjs does; `sticky.v1` sends nothing that it knows to be saved. */
const back = async (seat: Seat, doc: Y.Doc, has: Knowledge): Promise<Record<string, number>> => {
  const visitor = new Visitor(seat, has, {
    clientId: nextClientId(),
    missingAt: (stateVector) => Y.encodeStateAsUpdate(doc, stateVector),
  })
  const ms = await visitor.took
  await pause(QUIET)
  if (visitor.ended !== null) throw new Error(visitor.ended)
  visitor.leave()
  return { down: visitor.received, up: visitor.sent, ms }
}
