/**
 * `npm start`: builds, then runs the whole product on this machine. `--dev`: from source, restarted on change.
 * `--no-build`: what was built before.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Program } from './program.ts'
import { readSettings } from './settings.ts'

const ROOT = join(import.meta.dirname, '..')
const DEV = process.argv.includes('--dev')
const VITE = join(ROOT, 'node_modules/vite/bin/vite.js')

/** How long a program that ended is left alone before it is started again, ms. */
const RESTART_AFTER = 1_000

const running = new Map<string, Program>()
let stopping = false

const stop = async (code: number): Promise<never> => {
  stopping = true
  await Promise.all([...running.values()].map((program) => program.stop()))
  process.exit(code)
}

/** The server and the sandbox have to come up; the bot, and whatever was up once, is started again. */
const onEnd = (name: string, ready: boolean, again: () => void): void => {
  if (stopping) return
  if (!ready && name !== 'bot') {
    console.error(`${name} could not start; see above.`)
    void stop(1)
    return
  }
  console.error(`${name} has ended; it is started again.`)
  void sleep(RESTART_AFTER).then(() => stopping || again())
}

const run = (name: string, env: Record<string, string>): Program => {
  const program = new Program({
    name,
    file: join(ROOT, name, DEV ? 'src/main.ts' : 'dist/main.js'),
    env,
    watch: DEV,
    onEnd: (_, ready) => onEnd(name, ready, () => run(name, env)),
  })
  running.set(name, program)
  return program
}

const build = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [VITE, 'build', '--app', '--logLevel', 'warn'], {
      cwd: ROOT,
      stdio: 'inherit',
    })
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error('The build failed; see above.')),
    )
    child.once('error', reject)
  })

/** In development the Activity is built again on every change. */
const watchActivity = (): void => {
  const child = spawn(process.execPath, [VITE, 'build', '--watch', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: 'inherit',
  })
  process.once('exit', () => child.kill())
}

const start = async (): Promise<void> => {
  if (existsSync(join(ROOT, '.env'))) process.loadEnvFile(join(ROOT, '.env'))
  const { common, sandbox, addresses } = readSettings(process.env)
  if (!process.argv.includes('--no-build')) await build()
  if (DEV) watchActivity()
  const began = performance.now()
  const programs = [run('sync-server', common)]
  if (sandbox !== null) programs.push(run('sandbox', { ...common, ...sandbox }))
  await Promise.all(programs.map(({ ready }) => ready))
  await run('bot', common).ready
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  const chat = addresses.sandbox === null ? 'Discord' : `sandbox ${addresses.sandbox}/?as=ada`
  console.log(
    `Sticky is ready after ${seconds} s: ${chat} · web app ${addresses.app} · Ctrl-C stops it`,
  )
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => stopping || void stop(0))

start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  void stop(1)
})
