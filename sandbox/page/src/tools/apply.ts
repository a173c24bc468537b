import type { Change } from '../../../src/wire/change.ts'

/** Changes something in the sandbox and says in words what came of it. */
export type Apply = (change: Change, done: string) => void
