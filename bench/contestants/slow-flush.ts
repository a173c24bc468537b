import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { Folder } from '../folder.ts'

let library: string | null = null

/** The environment of a server whose disk takes 3 ms longer for every flush. Needs Linux and a C compiler. */
export const slowFlush = (): Record<string, string> => ({ LD_PRELOAD: (library ??= compiled()) })

const compiled = (): string => {
  const path = join(new Folder().path, 'slow-flush.so')
  const source = join(import.meta.dirname, 'slow-flush.c')
  try {
    execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', path, source, '-ldl'], { stdio: 'pipe' })
  } catch (error) {
    throw new Error('slow-flush.c cannot be compiled. Install a C compiler (cc).', { cause: error })
  }
  return path
}
