import { lineOf, openSocket, closeCode } from '../../sync-server/test/stage/raw-socket.ts'
import { Person } from '../../sync-server/test/stage/person.ts'
import type { Program } from '../../sync-server/test/stage/program.ts'
import { StickyClient } from '../../sync-server/test/stage/sticky-client.ts'
import { until } from '../../sync-server/test/stage/until.ts'
import type { Outcome } from './outcome.ts'
import { withVictim } from './program.ts'
import { Peak, residentMemory, Typist } from './watch.ts'

/** For somebody else's word to be saved meanwhile, ms. */
const SAVED_WITHIN = 3_000
const DONE_WITHIN = 120_000

const NO_LIMIT = {
  LIMIT_MESSAGES_PER_SECOND: '1000000',
  LIMIT_MESSAGES_PER_SECOND_PER_USER: '10000000',
  LIMIT_MESSAGES_PER_SECOND_PER_DOCUMENT: '10000000',
  LIMIT_BYTES_PER_SECOND: String(1024 ** 3),
  LIMIT_BYTES_PER_SECOND_PER_USER: String(1024 ** 3),
  LIMIT_BYTES_PER_SECOND_PER_DOCUMENT: String(1024 ** 3),
}

/** An awareness frame of nobody, masked with zeros. */
const FRAME = Buffer.from([0x82, 0x83, 0, 0, 0, 0, 1, 1, 0])

type Flood = { typist: Typist; memory: Peak; took: number; end: string }

/**
 * T24: very many tiny frames of one socket. With the limits as they are it is closed; without limits all are read.
 * Either way nobody else waits for it.
 */
export const flood = async (main: string, frames: number): Promise<Outcome> => {
  const limited = await withVictim(main, {}, (victim) => pour(victim, frames, closes))
  const unlimited = await withVictim(main, NO_LIMIT, (victim) => pour(victim, frames, reads))
  const fine =
    limited.end === 'closed with 4429' &&
    unlimited.end === 'read to the end' &&
    [limited, unlimited].every(({ typist }) => typist.slowest < SAVED_WITHIN)
  return {
    fine,
    lines: [
      `${frames} frames of 3 bytes from one socket, in one write.`,
      '',
      `With the limits as they are: ${story(limited)}`,
      '',
      `With the limits lifted: ${story(unlimited)}`,
    ],
  }
}

/** Pours while somebody else types in the same document. */
const pour = async (
  victim: Program,
  frames: number,
  send: (eve: Person, document: string, water: Buffer) => Promise<string>,
): Promise<Flood> => {
  const [ada, eve] = [await Person.register(victim, 'ada'), await Person.register(victim, 'eve')]
  const id = await ada.share('text', eve, 'edit')
  const client = new StickyClient(await ada.addressOf(id))
  await client.join()
  const typist = new Typist(client)
  const memory = new Peak(() => residentMemory(victim))
  const began = performance.now()
  const end = await send(eve, id, Buffer.concat(Array.from({ length: frames }, () => FRAME)))
  const took = performance.now() - began
  await typist.stop()
  client.close()
  return { typist, memory: memory.stop(), took, end }
}

/** A plain socket: answers with how it ended. */
const closes = async (eve: Person, document: string, water: Buffer): Promise<string> => {
  const ws = await openSocket(await eve.addressOf(document))
  const code = closeCode(ws)
  lineOf(ws).write(water)
  return `closed with ${await code}`
}

/** A sticky one: what it types after the frames is saved when all of them have been read. */
const reads = async (eve: Person, document: string, water: Buffer): Promise<string> => {
  const client = new StickyClient(await eve.addressOf(document))
  await client.join()
  client.line.write(water)
  client.write((text) => text.insert(0, 'after the flood '))
  const isOver = (): boolean => client.saved === 1 || client.closed !== null
  await until('the last frame is read', isOver, DONE_WITHIN)
  const end = client.closed === null ? 'read to the end' : `closed with ${client.closed.code}`
  client.close()
  return end
}

const story = ({ typist, memory, took, end }: Flood): string =>
  `${end} after ${(took / 1000).toFixed(1)} s. Meanwhile somebody else typed ${typist.words} words in the same document, ` +
  `each saved within ${Math.round(typist.slowest)} ms (limit ${SAVED_WITHIN}); the server grew by ${Math.round(memory.growth)} MiB.`
