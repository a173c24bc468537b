import { parentPort, workerData } from 'node:worker_threads'
import { StickyError } from '@sticky/shared/errors'
import type { ThreadAnswer } from './commit-thread.ts'
import { appendAll, prepareLog } from './log.ts'
import { Connection } from './open.ts'
import { unpack } from './packed.ts'
import type { Packed } from './packed.ts'

/** The other side of `commit-thread.ts`, in the thread. */
const connection = new Connection(String(workerData))
const statements = prepareLog(connection)

const commit = async (packed: Packed): Promise<ThreadAnswer> => {
  try {
    const batch = unpack(packed)
    const appended = await connection.write(() => appendAll(statements, batch))
    return { kind: 'committed', appended, flush: connection.flush }
  } catch (error) {
    const code = error instanceof StickyError ? error.code : null
    return { kind: 'failed', code, message: error instanceof Error ? error.message : String(error) }
  }
}

/** Null: it is the end. */
parentPort?.on('message', (packed: Packed | null) => {
  if (packed === null) {
    connection.close()
    parentPort?.close()
    return
  }
  void commit(packed).then((answer) => parentPort?.postMessage(answer))
})
