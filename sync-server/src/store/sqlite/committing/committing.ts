import { workerData } from 'node:worker_threads'
import { appendAll, prepareLog } from '../log.ts'
import { Connection } from '../open.ts'
import { answerQuestions } from '../thread.ts'
import type { Committed } from './appender.ts'
import { unpack } from './packed.ts'
import type { Packed } from './packed.ts'

/** The program of the committing thread. */
const startCommitting = (path: string): void => {
  const connection = new Connection(path)
  const statements = prepareLog(connection)
  answerQuestions(async (packed: Packed): Promise<Committed> => {
    const batch = unpack(packed)
    const appended = await connection.write(() => appendAll(statements, batch))
    return { appended, flush: connection.flush }
  })
}

startCommitting(String(workerData))
