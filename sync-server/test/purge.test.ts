import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { Data } from './stage/data.ts'
import { codeOf } from './stage/http.ts'
import { Person } from './stage/person.ts'
import { setStage } from './stage/stage.ts'
import { until } from './stage/until.ts'

const QUICK = { VERSION_PAUSE_MS: '100' }
const { server, ada, grace, stranger } = await setStage(['ada', 'grace', 'stranger'], QUICK)

/** The database's files, as who has the disk reads them. */
const filesIn = (folder: string): Buffer => {
  const files = readdirSync(folder).filter((name) => name.startsWith('sticky.db'))
  return Buffer.concat(files.map((name) => readFileSync(join(folder, name))))
}

/** Which of these words can be read in them. */
const readable = (folder: string, words: readonly string[]): string[] => {
  const disk = filesIn(folder)
  return words.filter((word) => disk.includes(word))
}

/** Pictures of old text are text, too. */
const picturesOf = (document: string): unknown => {
  const db = new Database(server.config.databasePath, { readonly: true })
  const count = db.prepare('SELECT count(*) FROM blobs WHERE document = ?').pluck().get(document)
  db.close()
  return count
}

/** Writes the words one after the other, each in place of the one before, with versions on the way. */
const write = async (who: Person, document: string, words: readonly string[]): Promise<void> => {
  const writer = await who.open(document)
  for (const [i, word] of words.entries()) {
    if (i > 0) writer.write((text) => text.delete(0, text.length))
    await writer.type(`${word} `.repeat(1 + (i % 9) * 200))
    if (i % 3 === 0) {
      await who.api.content(document)
      await who.ask('GET', `/documents/${document}/card.png`)
    }
  }
}

const words = (what: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${what}${i}${'z'.repeat(i % 7)}`)

describe('a purge', () => {
  it('F28: nothing of what was deleted can be read in the files, nor over HTTP; what is there now stays', async () => {
    const id = await ada.create('secret-of-the-start')
    // also a word that search has by itself
    const secrets = ['secret-of-the-start', ...words('secret-', 30), 'zebraquartz']
    await write(ada, id, secrets)
    // others write too, so that pages are shared, split and joined
    const other = await ada.create()
    await write(ada, other, words('public-', 10))
    await until('there are versions', async () => (await ada.api.versions(id)).items.length > 0)
    await ada.ask('PUT', `/documents/${id}/content`, {
      body: 'what stays',
      headers: {
        'content-type': 'text/markdown',
        'if-match': (await ada.ask('GET', `/documents/${id}/content`)).headers.get('etag') ?? '',
      },
    })
    const { dataDir } = server.config
    expect(readable(dataDir, secrets)).toContain('zebraquartz')
    expect(picturesOf(id)).toBeGreaterThan(0)
    await ada.api.purge(id)
    expect(readable(dataDir, secrets)).toEqual([])
    expect(await ada.api.content(id)).toBe('what stays')
    expect((await ada.api.updates(id)).items).toEqual([])
    expect(picturesOf(id)).toBe(0)
    await until('a new history begins', async () => (await ada.api.versions(id)).items.length === 1)
    const [first] = (await ada.api.versions(id)).items
    expect((await ada.api.version(id, first?.v ?? 0)).text).toBe('what stays')
    expect(readable(dataDir, ['public-9'])).toEqual(['public-9'])
    expect((await ada.api.updates(other)).items).not.toEqual([])
    expect(picturesOf(other)).toBeGreaterThan(0)
  })

  it('F28 R4: who has it open starts afresh, and no cursor from before counts', async () => {
    const id = await ada.share('text', grace, 'edit')
    const [open, plain, away] = [
      await ada.open(id),
      await grace.openPlain(id),
      await grace.open(id),
    ]
    await until('it is there', () => plain.text.toJSON() === 'text')
    away.close()
    let closed = 0
    plain.provider.on('closed', ({ code }) => (closed = code))
    await open.type('gone ')
    open.write((text) => text.delete(0, 5))
    await ada.api.purge(id)
    await until('it is told to start afresh', () => open.of('reset').length === 1)
    await until('a plain client is closed', () => closed === 4409)
    const back = await grace.open(id, away)
    expect(back.of('welcome')[0]).toMatchObject({ resumed: false })
    expect(back.cursor?.generation).not.toBe(away.cursor?.generation)
    expect(back.text.toJSON()).toBe('text')
    await back.type('more ')
    expect(await ada.api.content(id)).toBe('more text')
  })

  it('F28 R20 T28: what somebody wrote offline before it arrives after it', async () => {
    const id = await ada.share('text', grace, 'edit')
    const away = await grace.open(id)
    away.close()
    const mine = new Y.Doc()
    Y.applyUpdate(mine, Y.encodeStateAsUpdate(away.doc))
    const editor = await ada.open(id)
    editor.write((text) => text.delete(0, 2))
    await editor.type('ne', 0)
    mine.getText('content').insert(4, ' by grace')
    await ada.api.purge(id)
    const back = await grace.open(id, { doc: mine, cursor: away.cursor })
    back.bring(Y.encodeStateAsUpdate(mine))
    await until('it is saved', () => back.saved === 1)
    expect(await ada.api.content(id)).toBe('next by grace')
  })

  it('F28 R10: while others write, nothing of what they write is lost', async () => {
    const id = await ada.create('start ')
    let writer = await ada.open(id)
    const saved: string[] = []
    for (let round = 0; round < 3; round += 1) {
      const purging = ada.api.purge(id)
      for (let i = 0; i < 20; i += 1) {
        const word = `<${round}.${i}>`
        await writer.type(word, writer.text.length)
        saved.push(word)
      }
      await purging
      writer = await ada.open(id)
    }
    const text = await ada.api.content(id)
    expect(saved.filter((word) => !text.includes(word))).toEqual([])
  })

  it('C1 C2 F28: killed at any moment it has purged or it has not; the text is whole either way', async () => {
    const data = new Data()
    let program = await data.run(QUICK)
    let owner = await Person.register(program, 'owner')
    const id = await owner.create('start')
    for (let round = 0; round < 3; round += 1) {
      await owner.api.append(id, `secret-${round}-`.repeat(500))
      const editor = await owner.open(id)
      editor.write((text) => text.delete(5, text.length - 5))
      await editor.type(` ${round}`, 5)
      const before = await owner.api.content(id)
      const purging = owner.api.purge(id).then(
        () => true,
        () => false,
      )
      await new Promise((resolve) => setTimeout(resolve, round * 30))
      await program.kill()
      const done = await purging
      program = await data.run(QUICK)
      owner = owner.at(program)
      expect(await owner.api.content(id)).toBe(before)
      if (!done) await owner.api.purge(id)
      expect(readable(data.folder, [`secret-${round}-`])).toEqual([])
      expect(await owner.api.content(id)).toBe(before)
    }
  })

  it('F28 R60 R4: a room that no signal told finds out by itself', async () => {
    const id = await ada.create('text')
    const open = await ada.open(id)
    await ada.api.content(id)
    const head = await server.store.log.head(id)
    const at = { seq: head?.seq ?? 0, epoch: head?.epoch ?? 0, generation: randomUUID() }
    expect(await server.store.history.purge(id, at)).toBe(true)
    await until('it is told to start afresh', () => open.of('reset').length === 1)
    expect((await ada.open(id)).cursor?.generation).toBe(at.generation)
  })

  it('F28: of a document that was never written is nothing to do', async () => {
    expect(await ada.api.purge(await ada.create())).toEqual({ seq: 0 })
  })
})

describe('a document that is deleted for ever', () => {
  it('F42 F28: its text, title and pictures are in no file any more; nobody has it, nothing brings it back', async () => {
    const { id } = await ada.api.createDocument({
      title: 'title-of-hers',
      content: 'erased-text zebraonyx',
    })
    await ada.grant(id, grace, 'own')
    const link = await ada.makeLink(id, { label: 'label-of-it' })
    await ada.ask('GET', `/documents/${id}/card.png`)
    const open = await grace.open(id)
    await open.type('erased-too ')
    const { dataDir } = server.config
    const words = ['title-of-hers', 'erased-text', 'zebraonyx', 'erased-too', 'label-of-it']
    expect(readable(dataDir, words)).toEqual(words)
    expect((await ada.ask('DELETE', `/documents/${id}?forever=true`)).status).toBe(204)
    expect(await open.closing()).toBe(4404)
    expect(readable(dataDir, words)).toEqual([])
    expect(picturesOf(id)).toBe(0)
    for (const who of [ada, grace]) {
      expect((await who.ask('POST', `/documents/${id}/restore`)).status).toBe(404)
      expect((await who.ask('DELETE', `/documents/${id}?forever=true`)).status).toBe(404)
      expect((await who.ask('GET', `/documents/${id}`)).status).toBe(404)
    }
    await expect(server.guest(link)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('F42 T4: also what was deleted before; only by an owner', async () => {
    const id = await ada.share('erased-later', grace, 'edit')
    const guest = await server.guest(await ada.makeLink(id, { role: 'edit' }), { as: ada })
    const erase = async (who: Pick<Person, 'ask'>): Promise<number> =>
      (await who.ask('DELETE', `/documents/${id}?forever=true`)).status
    const refused = [await erase(grace), await erase(stranger), await erase(guest)]
    await ada.api.deleteDocument(id)
    refused.push(await erase(grace), await erase(stranger), await erase(guest))
    expect(refused).toEqual([403, 404, 403, 403, 404, 403])
    expect(readable(server.config.dataDir, ['erased-later'])).toEqual(['erased-later'])
    expect(await erase(ada)).toBe(204)
    expect(readable(server.config.dataDir, ['erased-later'])).toEqual([])
    expect((await ada.ask('POST', `/documents/${id}/restore`)).status).toBe(404)
  })

  it.each(['yes', '1', '', 'TRUE'])('T19 F42: forever=%j deletes nothing', async (forever) => {
    const id = await ada.create('text')
    expect((await ada.ask('DELETE', `/documents/${id}?forever=${forever}`)).status).toBe(400)
    expect(await ada.api.content(id)).toBe('text')
  })
})

it('T4 T5 F28: only owners purge, of no deleted document, and by no link', async () => {
  const id = await ada.create('text')
  const guest = await server.guest(await ada.makeLink(id, { role: 'edit' }))
  const owner = await server.guest(await ada.makeLink(id, { role: 'edit' }), { as: ada })
  const status = async (who: Pick<Person, 'ask'>, document = id): Promise<number> =>
    (await who.ask('POST', `/documents/${document}/purge`)).status
  for (const role of ['view', 'tick', 'edit'] as const) {
    await ada.grant(id, grace, role)
    expect([role, await status(grace)]).toEqual([role, 403])
  }
  expect(await status(guest)).toBe(403)
  expect(await status(owner)).toBe(403)
  const foreign = await stranger.ask('POST', `/documents/${id}/purge`)
  const unknown = await stranger.ask('POST', `/documents/${randomUUID()}/purge`)
  expect([foreign.status, foreign.text]).toEqual([404, unknown.text])
  await expect(server.service.as(grace.id).purge(id)).rejects.toMatchObject({ code: 'forbidden' })
  expect((await ada.api.updates(id)).items).toHaveLength(1)
  await ada.api.deleteDocument(id)
  expect(codeOf(await ada.ask('POST', `/documents/${id}/purge`))).toBe('not_found')
  await ada.ask('POST', `/documents/${id}/restore`)
  await ada.grant(id, grace, 'own')
  expect(await status(grace)).toBe(200)
  expect((await ada.api.updates(id)).items).toEqual([])
})
