import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Person } from './stage/person.ts'
import { PROGRAM } from './stage/program.ts'
import { pause, until } from './stage/until.ts'

/** Starting it takes a second or two; this long is for a machine that is busy. */
const LIMIT = 30_000

/** The real program as an operator starts it: what it says, and how it ends. */
type Started = {
  child: ChildProcess
  pid: number
  said(): string
  complained(): string
  ended: Promise<[code: number | null, signal: string | null]>
}

const running: ChildProcess[] = []
afterAll(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

const startWith = (settings: Record<string, string>, ...args: string[]): Started => {
  const env = { PATH: process.env['PATH'], PORT: '0', HOST: '127.0.0.1', ...settings }
  const child = spawn(process.execPath, [PROGRAM, ...args], { env })
  running.push(child)
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  return {
    child,
    pid: child.pid ?? 0,
    said: () => out,
    complained: () => err,
    ended: once(child, 'close') as Started['ended'],
  }
}

/** What it complained of before it ended by itself. */
const refusalOf = async (started: Started): Promise<string> => {
  const [code, signal] = await started.ended
  expect([typeof code, signal]).toEqual(['number', null])
  expect(code).not.toBe(0)
  expect(started.said()).not.toContain('"msg":"ready"')
  // for operators, not for developers
  expect(started.complained()).not.toMatch(/\n\s+at /)
  return started.complained()
}

type Process = { pid: number; parent: number; state: string; command: string }

/** Asked for at a leisurely pace: it costs more than what it waits for. */
const processes = async (): Promise<Process[]> => {
  await pause(50)
  return execFileSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,state=,args='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, parent, state = '', ...command]) => ({
      pid: Number(pid),
      parent: Number(parent),
      state,
      command: command.join(' '),
    }))
}

/** Which of these still run: one that has ended but was not yet buried does not. */
const alive = async (pids: readonly number[]): Promise<number[]> =>
  (await processes())
    .filter(({ pid, state }) => pids.includes(pid) && !state.startsWith('Z'))
    .map(({ pid }) => pid)

describe('the program', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sticky-start-'))
    writeFileSync(join(folder, 'file'), '')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** A program that has said "ready"; its children have just been forked. */
  const ready = async (name: string): Promise<Started & { roles: number[] }> => {
    const started = startWith({ DATA_DIR: join(folder, name) })
    await until('it is ready', () => started.said().includes('"msg":"ready"'), LIMIT)
    let roles: Process[] = []
    const look = async (): Promise<boolean> => {
      const children = (await processes()).filter(({ parent }) => parent === started.pid)
      roles = children.filter(({ command }) => / (merge|preview)$/.test(command))
      return roles.length === 2
    }
    await until('it has its children', look, LIMIT)
    return { ...started, roles: roles.map(({ pid }) => pid) }
  }

  it(
    'F65 F69: nobody else on the machine can read what it makes, while it runs, nor a backup',
    { timeout: LIMIT },
    async () => {
      await ready('private')
      const settings = { DATA_DIR: join(folder, 'private') }
      expect(await startWith(settings, 'backup').ended).toEqual([0, null])
      const made = ['.', ...readdirSync(settings.DATA_DIR, { recursive: true, encoding: 'utf8' })]
      for (const name of ['sticky.db', 'sticky.db-wal', 'sticky.db-shm', 'backups'])
        expect(made).toContain(name)
      const open = made.filter((name) => statSync(join(settings.DATA_DIR, name)).mode & 0o077)
      expect(open).toEqual([])
    },
  )

  describe.concurrent('refuses to start', () => {
    it('F65: names every wrong setting at once', { timeout: LIMIT }, async () => {
      const settings = { DATA_DIR: join(folder, 'unused'), PORT: 'x', LOG_LEVEL: 'loud' }
      const text = await refusalOf(startWith({ ...settings, SERVICE_TOKEN: 'hunter2' }))
      expect(text).toContain('3 mistakes')
      for (const name of ['PORT', 'LOG_LEVEL', 'SERVICE_TOKEN'])
        expect(text).toContain(`- ${name} `)
      expect(text).not.toContain('hunter2')
      expect(existsSync(settings.DATA_DIR)).toBe(false)
    })

    it('C3: says that the port is in use and what to do', { timeout: LIMIT }, async () => {
      const other = createServer()
      other.listen(0, '127.0.0.1')
      await once(other, 'listening')
      const { port } = other.address() as AddressInfo
      const started = startWith({ DATA_DIR: join(folder, 'port'), PORT: String(port) })
      const text = await refusalOf(started)
      expect(text).toMatch(new RegExp(`Port ${port} is in use.*PORT`))
      other.close()
    })

    it(
      'C3: says that the data directory cannot be used and what to do',
      { timeout: LIMIT },
      async () => {
        const text = await refusalOf(startWith({ DATA_DIR: join(folder, 'file/data') }))
        expect(text).toContain(join(folder, 'file/data'))
        expect(text).toContain('DATA_DIR')
      },
    )
  })

  it('F65: SIGTERM ends it and its children, with 0', { timeout: LIMIT }, async () => {
    const program = await ready('stopped')
    program.child.kill('SIGTERM')
    expect(await program.ended).toEqual([0, null])
    expect(await alive(program.roles)).toEqual([])
    expect(program.complained()).toBe('')
  })

  it('C1: after kill -9 its merge and preview end by themselves', { timeout: LIMIT }, async () => {
    const program = await ready('killed')
    await useBoth(/"url":"([^"]+)"/.exec(program.said())?.[1] ?? '')
    program.child.kill('SIGKILL')
    await until('both have ended', async () => (await alive(program.roles)).length === 0, LIMIT)
    expect(await program.ended).toEqual([null, 'SIGKILL'])
  })

  it('C1: also when it is killed while they are still starting', { timeout: LIMIT }, async () => {
    const { child, roles } = await ready('early')
    child.kill('SIGKILL')
    await until('both have ended', async () => (await alive(roles)).length === 0, LIMIT)
    expect(roles).toHaveLength(2)
  })
})

/** A document with a text and its card: merge and preview have both answered. */
const useBoth = async (url: string): Promise<void> => {
  const ada = await Person.register({ url }, 'ada')
  const id = await ada.create('text')
  expect(await ada.api.card(id)).toMatchObject({ excerpt: 'text' })
}
