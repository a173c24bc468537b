import { setPriority } from 'node:os'
import { workerData } from 'node:worker_threads'
import { Connection } from '../open.ts'
import { answerQuestions } from '../thread.ts'
import { READS } from './reads.ts'
import type { Start } from './reads.ts'

/** Where there is not enough processor for all, typing goes before searching. */
const NICENESS = 5

/** The program of a reading thread. */
const startReading = ({ path, kind }: Start): void => {
  // elsewhere this would be about the whole process
  if (process.platform === 'linux' && kind === 'search') setPriority(NICENESS)
  answerQuestions(READS[kind](new Connection(path, 'reading')))
}

startReading(workerData as Start)
