import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { Data } from './stage/data.ts'
import { Person } from './stage/person.ts'
import { PROGRAM } from './stage/program.ts'
import { pause, until } from './stage/until.ts'

type Said = { code: number | null; text: string }

/** `npm run backup` and `npm run restore` end in this: the program beside whatever runs. */
const run = async (data: Data, ...args: string[]): Promise<Said> => {
  const child = command(data, ...args)
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, text }
}

const command = (data: Data, ...args: string[]) =>
  spawn(process.execPath, [PROGRAM, ...args], {
    env: { ...process.env, DATA_DIR: data.folder, DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })

const textOf = (file: string): string => {
  const db = new Database(file, { readonly: true })
  const entries = db.prepare<[], { bytes: Buffer }>('SELECT bytes FROM log ORDER BY seq').all()
  const doc = new Y.Doc()
  for (const { bytes } of entries) Y.applyUpdate(doc, bytes)
  db.close()
  return doc.getText('content').toJSON()
}

describe('a backup', () => {
  it('F69: made while people write, it has everything that was saved before it, and is whole', async () => {
    const data = new Data()
    const server = await data.start({ MERGE_PAUSE_MS: '60000', MERGE_PATIENCE_MS: '60000' })
    const ada = await server.person('ada')
    const writer = await ada.open(await ada.create())
    const words: string[] = []
    const typing = setInterval(() => {
      words.push(`<${words.length}>`)
      writer.write((text) => text.insert(text.length, words.at(-1) ?? ''))
    }, 2)
    await until('there is something', () => writer.saved > 20)
    const saved = words.slice(0, writer.saved)
    const file = join(data.folder, 'my.backup')
    const { code, text } = await run(data, 'backup', file)
    const { saved: meanwhile } = writer
    await until('it went on', () => writer.saved > meanwhile)
    clearInterval(typing)
    expect([code, text]).toEqual([0, `The backup is ${file}\n`])
    expect(meanwhile).toBeGreaterThan(saved.length)
    expect(textOf(file).startsWith(saved.join(''))).toBe(true)
    // nobody else may read everybody's text
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(data.folder).filter((name) => name.includes('unfinished'))).toEqual([])
  })

  it('F69: without a name it gets one, beside the database; one that is there is never overwritten', async () => {
    const data = new Data()
    const server = await data.start()
    await (await server.person('ada')).create('text')
    expect((await run(data, 'backup')).code).toBe(0)
    const [name] = readdirSync(join(data.folder, 'backups'))
    expect(name).toMatch(/^sticky-.+Z\.db$/)
    const file = join(data.folder, 'backups', name ?? '')
    const before = readFileSync(file)
    const again = await run(data, 'backup', file)
    expect([again.code, again.text]).toEqual([1, expect.stringContaining('exists already')])
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('F69 F28: has nothing of what was deleted and purged', async () => {
    const data = new Data()
    const server = await data.start()
    const ada = await server.person('ada')
    const id = await ada.create('secret')
    const writer = await ada.open(id)
    writer.write((text) => text.delete(0, 6))
    await writer.type('stays')
    await ada.api.purge(id)
    const file = join(data.folder, 'my.backup')
    await run(data, 'backup', file)
    expect(readFileSync(file).includes('stays')).toBe(true)
    expect(readFileSync(file).includes('secret')).toBe(false)
  })

  it('C3 F69: without a database it says where it looked', async () => {
    const data = new Data()
    const { code, text } = await run(data, 'backup')
    expect([code, text]).toEqual([1, expect.stringContaining(`${data.path}. Set DATA_DIR`)])
  })
})

describe('a restore', () => {
  it('T28 R65 R4 F69: while the server runs: everybody starts afresh, nobody loses what they have', async () => {
    const data = new Data()
    const server = await data.start()
    const ada = await server.person('ada')
    const [id, other] = [await ada.create('kept '), await ada.create('old')]
    const file = join(data.folder, 'my.backup')
    await run(data, 'backup', file)
    const client = await ada.open(id)
    await client.type('written after ', 5)
    await ada.api.append(other, 'new')
    const born = await ada.create('born after')
    const newest = await server.store.events.newest()
    expect((await run(data, 'restore', file)).text).toContain('Restored')
    await until('who is there is told', () => client.of('reset').length === 1)
    expect(await ada.api.content(id)).toBe('kept ')
    expect(await ada.api.content(other)).toBe('old')
    await expect(ada.api.document(born)).rejects.toMatchObject({ code: 'not_found' })
    // the replica that has more than the store brings it back, as what it is: its own
    const back = await ada.open(id, client)
    expect(back.of('welcome')[0]).toMatchObject({ resumed: false })
    back.bring(Y.encodeStateAsUpdate(client.doc))
    await until('it is saved', () => back.saved === 1)
    expect(await ada.api.content(id)).toBe('kept written after ')
    const fresh = await ada.open(id)
    await fresh.type('goes on ')
    await until('others see it', () => back.text.toJSON() === 'goes on kept written after ')
    // who follows the events has missed none
    expect(await server.store.events.newest()).toBeGreaterThan(newest)
  })

  it('F69 C3: beside a server that is written to all the time, it is done when it says so', async () => {
    const data = new Data()
    const server = await data.start()
    const ada = await server.person('ada')
    const [id, other] = [await ada.create('kept'), await ada.create('other')]
    const before = (await server.store.log.head(id))?.generation
    const file = join(data.folder, 'my.backup')
    await run(data, 'backup', file)
    await ada.api.append(id, 'later')
    const writing = setInterval(
      () => void ada.api.renameDocument(other, `${Math.random()}`).catch(() => {}),
      5,
    )
    const restored = await run(data, 'restore', file)
    clearInterval(writing)
    expect(restored.text).toContain('Restored')
    expect((await server.store.log.head(id))?.generation).not.toBe(before)
    expect(await ada.api.content(id)).toBe('kept')
  })

  it('R65 F69: without a server, in the place of one or where there was none', async () => {
    const data = new Data()
    const first = await data.start()
    const ada = await first.person('ada')
    const id = await ada.create('kept')
    const generation = (await first.store.log.head(id))?.generation
    const file = join(data.folder, 'my.backup')
    await run(data, 'backup', file)
    await ada.api.append(id, 'later')
    await first.close()
    expect((await run(data, 'restore', file)).code).toBe(0)
    const second = await data.start()
    expect(await ada.at(second).api.content(id)).toBe('kept')
    const renewed = (await second.store.log.head(id))?.generation
    expect(renewed).not.toBe(generation)
    await second.close()
    const third = await data.start()
    expect((await third.store.log.head(id))?.generation).toBe(renewed)
    const elsewhere = new Data()
    expect((await run(elsewhere, 'restore', file)).code).toBe(0)
    const moved = await elsewhere.start()
    // another signing key: everybody signs in again
    expect(await (await Person.signIn(moved, 'ada')).api.content(id)).toBe('kept')
  })

  it('C1 F69: killed at any moment, there is the one or the other', async () => {
    const data = new Data()
    const server = await data.start()
    const ada = await server.person('ada')
    const id = await ada.create('old')
    for (let i = 0; i < 20; i += 1) await ada.create('x'.repeat(100_000))
    const file = join(data.folder, 'my.backup')
    await run(data, 'backup', file)
    await ada.api.append(id, 'new')
    for (const after of [150, 250, 350, 450]) {
      const child = command(data, 'restore', file)
      const closed = once(child, 'close')
      await pause(after)
      child.kill('SIGKILL')
      await closed
      expect(['old', 'old\nnew']).toContain(await ada.api.content(id))
      const db = data.open()
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    }
    expect((await run(data, 'restore', file)).code).toBe(0)
    await until('it is restored', async () => (await ada.api.content(id)) === 'old')
    expect(readdirSync(data.folder).filter((name) => name.includes('restoring'))).toEqual([])
  })

  it('C3 F69: of something else, of something damaged, of nothing is refused; nothing changes', async () => {
    const data = new Data()
    const server = await data.start()
    const ada = await server.person('ada')
    const id = await ada.create('text')
    const [good, wrong, foreign, damaged, newer] = [
      'good',
      'wrong',
      'foreign',
      'damaged',
      'newer',
    ].map((name) => join(data.folder, name)) as [string, string, string, string, string]
    await run(data, 'backup', good)
    writeFileSync(wrong, 'this is no database, whatever its name says. '.repeat(50))
    new Database(foreign).exec('CREATE TABLE heads (x)').close()
    const bytes = readFileSync(good)
    writeFileSync(damaged, bytes.fill(0xff, 4_096 * 3, 4_096 * 9))
    copyFileSync(good, newer)
    const raw = new Database(newer)
    raw.pragma('user_version = 99')
    raw.close()
    for (const [file, why] of [
      [wrong, 'is no backup of Sticky'],
      [foreign, 'is no backup of Sticky'],
      [damaged, 'is no backup of Sticky'],
      [newer, 'Start a newer Sticky'],
      [join(data.folder, 'nothing'), 'There is no file'],
    ] as const) {
      const { code, text } = await run(data, 'restore', file)
      expect([file, code, text]).toEqual([file, 1, expect.stringContaining(why)])
    }
    expect((await run(data, 'restore')).text).toContain('Say which backup')
    expect(existsSync(join(data.folder, 'nothing'))).toBe(false)
    expect(await ada.api.content(id)).toBe('text')
  })
})
