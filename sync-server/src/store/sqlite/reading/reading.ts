import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { Connection } from '../open.ts'
import { READS } from './reads.ts'
import type { Start } from './reads.ts'
import type { Reply } from './thread.ts'

/** Where there is not enough processor for all, typing goes before searching. */
const NICENESS = 5

/** The program of a reading thread: answers one question after the other. */
const answerQuestions = ({ path, kind }: Start): void => {
  // elsewhere this would be about the whole process
  if (process.platform === 'linux' && kind === 'search') setPriority(NICENESS)
  const read = READS[kind](new Connection(path, 'reading'))
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- it goes to a thread, not to a window
  const reply = (reply: Reply): void => parentPort?.postMessage(reply)
  const answer = (question: unknown): Reply => {
    try {
      return { answer: read(question as never) }
    } catch (error) {
      return { error }
    }
  }
  parentPort?.on('message', (question: unknown) => reply(answer(question)))
  reply({ ready: true })
}

answerQuestions(workerData as Start)
