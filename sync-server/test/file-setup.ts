import { vi } from 'vitest'

/** The environment as it was before the first file of this process. */
const env = (Reflect.get(globalThis, 'stickyEnv') ?? { ...process.env }) as NodeJS.ProcessEnv
Reflect.set(globalThis, 'stickyEnv', env)

// Files follow each other in one process, since loading the server anew takes longer than many of them: of what one has
// set for the programs that it starts, and of the clock that it has taken away, the next has nothing.
for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name]
Object.assign(process.env, env)
vi.useRealTimers()
vi.restoreAllMocks()
