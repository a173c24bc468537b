import { randomUUID } from 'node:crypto'
import type { Authorship, Comparison, Version, VersionText } from '@sticky/shared/api/history'
import { describe, expect, it } from 'vitest'
import { Data } from './stage/data.ts'
import { codeOf, fieldsOf } from './stage/http.ts'
import { Person } from './stage/person.ts'
import { setStage } from './stage/stage.ts'
import { pause, until } from './stage/until.ts'

const QUICK = { VERSION_PAUSE_MS: '100', VERSION_PATIENCE_MS: '60000' }
const { server, ada, grace, stranger } = await setStage(['ada', 'grace', 'stranger'], QUICK)

const versionsOf = async (document: string, who = ada): Promise<Version[]> =>
  (await who.api.versions(document)).items

/** Waits until there are so many versions; answers with their numbers, the newest first. */
const versionsUntil = async (document: string, count: number, who = ada): Promise<number[]> => {
  await until(
    `there are ${count} versions`,
    async () => (await versionsOf(document, who)).length === count,
  )
  return (await versionsOf(document, who)).map(({ v }) => v)
}

const byWhom = ({
  text,
  runs,
  writers,
}: VersionText | Authorship): [name: string, text: string][] => {
  let at = 0
  return runs.map(({ length, writer }) => {
    at += length
    return [writers[writer]?.name ?? '', text.slice(at - length, at)]
  })
}

const told = ({ pieces }: Comparison): string =>
  pieces
    .map(({ kind, text }) => ({ same: text, added: `+[${text}]`, removed: `-[${text}]` })[kind])
    .join('')

describe('versions', () => {
  it('F28 F62: one is made when writing pauses, with who has written since the one before', async () => {
    const id = await ada.share('one ', grace, 'edit')
    await versionsUntil(id, 1)
    const [writer, other] = [await ada.open(id), await grace.open(id)]
    await writer.type('two ', 4)
    await other.type('three', 8)
    await versionsUntil(id, 2)
    const guest = await server.guest(await ada.makeLink(id, { role: 'edit' }))
    const visitor = await guest.open(id)
    await visitor.type('😀 ')
    await versionsUntil(id, 3)
    const versions = await versionsOf(id)
    expect(versions.map(({ v, size }) => [v, size])).toEqual([
      [4, 18],
      [3, 13],
      [1, 4],
    ])
    const [byGuest, byBoth, first] = versions.map(({ authors }) => authors)
    expect(byGuest).toEqual([
      { id: null, name: expect.stringMatching(/^Guest \d+$/), color: expect.any(String) },
    ])
    expect(byBoth?.map(({ name }) => name).sort()).toEqual(['ada', 'grace'])
    expect(first).toMatchObject([{ id: ada.id, name: 'ada' }])
    expect((await ada.api.version(id, 3)).text).toBe('one two three')
    expect(versions[0]?.at).toBeGreaterThan(versions[2]?.at ?? Infinity)
  })

  it('F28: while people go on writing, none is made before the pause; but one after a long time', async () => {
    const slow = await setUp({ VERSION_PAUSE_MS: '1500', VERSION_PATIENCE_MS: '3000' })
    const id = await slow.ada.create()
    const writer = await slow.ada.open(id)
    const began = Date.now()
    while ((await versionsOf(id, slow.ada)).length === 0) await writer.type('x')
    expect(Date.now() - began).toBeGreaterThan(2_900)
    expect(writer.text.length).toBeGreaterThan(10)
  })

  it('F28: when somebody deletes most of it in the middle of writing, what was there is a version', async () => {
    const busy = await setUp({ VERSION_PAUSE_MS: '60000', VERSION_PATIENCE_MS: '60000' })
    const id = await busy.ada.create()
    const writer = await busy.ada.open(id)
    const long = 'a long text '.repeat(50)
    await writer.type(long)
    await busy.ada.api.content(id)
    writer.write((text) => text.delete(0, 100))
    await writer.type('b')
    await busy.ada.api.content(id)
    expect(await versionsOf(id, busy.ada)).toEqual([])
    writer.write((text) => text.delete(0, text.length))
    await writer.type('oh no')
    expect(await busy.ada.api.content(id)).toBe('oh no')
    const [v] = await versionsUntil(id, 1, busy.ada)
    expect((await busy.ada.api.version(id, v ?? 0)).text).toBe(`b${long.slice(100)}`)
  })

  it('F28: pages go from new to old, without a gap or a duplicate', async () => {
    const id = await ada.create('0')
    for (let count = 1; count <= 3; count += 1) {
      await versionsUntil(id, count)
      await ada.api.append(id, `${count}`)
    }
    const all = await versionsUntil(id, 4)
    const seen: number[] = []
    let next: string | null | undefined
    while (next !== null) {
      const cursor = next === undefined ? undefined : Number(next)
      const page = await ada.api.versions(id, { limit: 3, cursor })
      seen.push(...page.items.map(({ v }) => v))
      next = page.nextCursor
    }
    expect(seen).toEqual(all)
    expect(seen).toEqual(seen.toSorted((a, b) => b - a))
  })

  it('C1 F28: they outlive the program, and what was due when it was killed is made after it', async () => {
    const data = new Data()
    const slow = { VERSION_PAUSE_MS: '100', VERSION_PATIENCE_MS: '60000' }
    const program = await data.run(slow)
    const owner = await Person.register(program, 'owner')
    const id = await owner.create('one')
    const first = await versionsUntil(id, 1, owner)
    const kept = await owner.api.version(id, first[0] ?? 0)
    await owner.api.append(id, 'two')
    await program.kill()
    const again = owner.at(await data.run(slow))
    await versionsUntil(id, 2, again)
    expect(await again.api.version(id, first[0] ?? 0)).toEqual(kept)
    expect((await again.api.version(id, 2)).text).toBe('one\ntwo')
  })
})

describe('who wrote which words', () => {
  it('F28 R13: is known of every character, now and in every version, whoever says what', async () => {
    const id = await ada.share('the fox', grace, 'edit')
    const other = await grace.open(id)
    await other.type('quick ', 4)
    const guest = await server.guest(await ada.makeLink(id, { role: 'edit' }))
    const visitor = await guest.open(id)
    await visitor.type('Look: ')
    const name = (await guest.api.authorship(id)).writers.find(({ name }) => name.startsWith('G'))
    const expected = [
      [name?.name, 'Look: '],
      ['ada', 'the '],
      ['grace', 'quick '],
      ['ada', 'fox'],
    ]
    const now = await ada.api.authorship(id)
    expect(byWhom(now)).toEqual(expected)
    expect(now.writers.find(({ name }) => name === 'grace')?.id).toBe(grace.id)
    // for who holds the document: whose each client id is
    const mine = now.clients.find(({ client }) => client === other.doc.clientID)
    expect(now.writers[mine?.writer ?? -1]?.name).toBe('grace')
    await until('it is in a version', async () => (await versionsOf(id))[0]?.v === now.seq)
    expect(byWhom(await ada.api.version(id, now.seq))).toEqual(expected)
  })

  it('F28 R13: who claims an id of somebody else is refused, so nobody is said to have written what they did not', async () => {
    const id = await ada.share('by ada', grace, 'edit')
    const mine = await ada.open(id)
    await mine.type('more ')
    const thief = await grace.open(id)
    thief.doc.clientID = mine.doc.clientID
    thief.write((text) => text.insert(0, 'never said '))
    expect(await thief.refusal()).toMatchObject({ reason: 'not yours' })
    expect(byWhom(await ada.api.authorship(id))).toEqual([['ada', 'more by ada']])
  })

  it('F28: what the server changes for somebody is theirs, and what stays keeps its writer', async () => {
    const id = await ada.share('buy milk and bread', grace, 'edit')
    const { headers } = await grace.ask('GET', `/documents/${id}/content`)
    await grace.ask('PUT', `/documents/${id}/content`, {
      body: 'buy milk and butter',
      headers: { 'content-type': 'text/markdown', 'if-match': headers.get('etag') ?? '' },
    })
    expect(byWhom(await ada.api.authorship(id))).toEqual([
      ['ada', 'buy milk and b'],
      ['grace', 'utter'],
    ])
  })

  it('F28 T9: guests are told names, never ids of users', async () => {
    const id = await ada.create('secret owner')
    const guest = await server.guest(await ada.makeLink(id))
    const answer = await guest.ask('GET', `/documents/${id}/authorship`)
    expect(answer.body).toMatchObject({ writers: [{ id: null, name: 'ada' }] })
    expect(answer.text).not.toContain(ada.id)
  })
})

describe('comparing', () => {
  it('F28: two versions, or one and the text as it is now, by words', async () => {
    const id = await ada.create('buy milk\nand bread\n')
    await versionsUntil(id, 1)
    const writer = await ada.open(id)
    writer.write((text) => text.delete(4, 4))
    await writer.type('oat milk', 4)
    await versionsUntil(id, 2)
    await ada.api.append(id, 'done')
    const [newer = 0, older = 0] = await versionsUntil(id, 3).then((all) => all.slice(1))
    expect(told(await ada.api.compareVersion(id, older, newer))).toBe(
      'buy +[oat ]milk\nand bread\n',
    )
    expect(told(await ada.api.compareVersion(id, newer, older))).toBe(
      'buy -[oat ]milk\nand bread\n',
    )
    expect(await ada.api.compareVersion(id, older)).toMatchObject({ from: older, to: null })
    expect(told(await ada.api.compareVersion(id, older))).toBe(
      'buy +[oat ]milk\nand bread\n+[done]',
    )
  })

  it('T16 F28: the largest texts without a word in common; others type meanwhile', async () => {
    const words = (seed: number): string =>
      Array.from({ length: 40_000 }, (_, i) => `w${seed}x${(i * i * seed) % 499}`)
        .join(' ')
        .slice(0, 250_000)
    const id = await ada.create(words(79))
    await versionsUntil(id, 1)
    const { headers } = await ada.ask('GET', `/documents/${id}/content`)
    await ada.ask('PUT', `/documents/${id}/content`, {
      body: words(61),
      headers: { 'content-type': 'text/markdown', 'if-match': headers.get('etag') ?? '' },
    })
    const other = await (await ada.open(await ada.create())).type('typing')
    const { pieces } = await ada.api.compareVersion(id, 1)
    const after = pieces.filter(({ kind }) => kind !== 'removed').map(({ text }) => text)
    expect(after.join('')).toBe(words(61))
    expect(other).toBeLessThan(1_000)
  })
})

describe('restoring', () => {
  it('F28 R65: is an edit forward of who restores; what it replaces is a version of its own', async () => {
    const id = await ada.share('keep this\nand that\n', grace, 'edit')
    const [v = 0] = await versionsUntil(id, 1)
    const live = await ada.open(id)
    live.write((text) => text.delete(0, 10))
    await live.type('something else\n', live.text.length)
    const before = live.text.toJSON()
    const deltas: unknown[] = []
    live.text.observe((event) => deltas.push(...event.delta))
    const { seq } = await grace.api.restoreVersion(id, v)
    await until('who is there sees it', () => live.text.toJSON() === 'keep this\nand that\n')
    // only what differs was touched
    expect(JSON.stringify(deltas)).not.toContain('and that')
    expect(byWhom(await ada.api.authorship(id))).toEqual([
      ['grace', 'keep this\n'],
      ['ada', 'and that\n'],
    ])
    const replaced = (await versionsOf(id)).find((one) => one.v === seq - 1)
    expect(replaced?.authors.map(({ name }) => name)).toEqual(['ada'])
    expect((await ada.api.version(id, seq - 1)).text).toBe(before)
    await until('the restored text is a version', async () => (await versionsOf(id))[0]?.v === seq)
    expect((await versionsOf(id))[0]?.authors.map(({ name }) => name)).toEqual(['grace'])
  })

  it('F28 R65: what others write at the same time is lost to nobody: it is there, or in a version', async () => {
    const id = await ada.share('start ', grace, 'edit')
    const [v = 0] = await versionsUntil(id, 1)
    const writer = await grace.open(id)
    const words: string[] = []
    const typing = setInterval(() => {
      const word = `<${words.length}>`
      words.push(word)
      writer.write((text) => text.insert(text.length, word))
    }, 3)
    for (let round = 0; round < 4; round += 1) {
      await pause(60)
      await ada.api.restoreVersion(id, v)
    }
    clearInterval(typing)
    await until('all is saved', () => writer.saved === words.length)
    expect(words.length).toBeGreaterThan(20)
    const texts = await Promise.all(
      (await versionsOf(id)).map(async ({ v }) => (await ada.api.version(id, v)).text),
    )
    const now = await ada.api.content(id)
    expect(writer.text.toJSON()).toBe(now)
    const somewhere = [now, ...texts].join('\n')
    expect(words.filter((word) => !somewhere.includes(word))).toEqual([])
    expect(texts).toContain('start ')
  })

  it('F28: of the text as it is changes nothing', async () => {
    const id = await ada.create('same')
    const [v = 0] = await versionsUntil(id, 1)
    expect(await ada.api.restoreVersion(id, v)).toEqual({ seq: 1 })
    expect(await versionsOf(id)).toHaveLength(1)
  })
})

describe('how much', () => {
  it('R50 T16: nobody has merge compare without end; others are not concerned', async () => {
    const hedy = await server.person('hedy')
    const id = await hedy.share('x'.repeat(250_000), grace, 'edit')
    const [v = 0] = await versionsUntil(id, 1, hedy)
    const compare = (who: Person): Promise<unknown> =>
      who.api.compareVersion(id, v).then(() => 'compared', codeOfError)
    // 489 of 32,768 each
    for (let i = 0; i < 68; i += 1) expect([i, await compare(hedy)]).toEqual([i, 'compared'])
    expect(await compare(hedy)).toBe('rate_limited')
    const another = await hedy.create('short')
    const [short = 0] = await versionsUntil(another, 1, hedy)
    const refused = hedy.api.compareVersion(another, short)
    await expect(refused).rejects.toMatchObject({ code: 'rate_limited' })
    expect(await compare(grace)).toBe('compared')
    // all else goes on
    expect((await hedy.api.version(id, v)).text).toHaveLength(250_000)
  })
})

describe('who may', () => {
  const routes: [method: string, path: string][] = [
    ['GET', '/versions'],
    ['GET', '/versions/1'],
    ['GET', '/versions/1/compare'],
    ['POST', '/versions/1/restore'],
  ]

  it('T3 T4 T5 F28: see and restore versions: owners and editors; nobody else, by no link', async () => {
    const id = await ada.create('secret')
    await versionsUntil(id, 1)
    const [ticker, viewer] = [await server.person('ticker'), await server.person('viewer')]
    await ada.grant(id, grace, 'edit')
    await ada.grant(id, ticker, 'tick')
    await ada.grant(id, viewer, 'view')
    const link = await ada.makeLink(id, { role: 'edit' })
    const guests = [await server.guest(link), await server.guest(link, { as: stranger })]
    for (const [method, path] of routes) {
      const call = async (who: Pick<Person, 'ask'>, document = id): Promise<[number, string]> => {
        const { status, text } = await who.ask(method, `/documents/${document}${path}`)
        return [status, text]
      }
      const statuses = await Promise.all(
        [ada, grace, ticker, viewer, stranger, ...guests].map(async (who) => (await call(who))[0]),
      )
      expect([path, ...statuses]).toEqual([path, 200, 200, 403, 403, 404, 403, 403])
      expect(await call(stranger)).toEqual(await call(stranger, randomUUID()))
      expect(await server.service.as(viewer.id).versions(id).catch(codeOfError)).toBe('forbidden')
    }
    expect(await ada.api.content(id)).toBe('secret')
  })

  it('T3 F28: a version is one of its document, whoever owns both', async () => {
    const [mine, other] = [await ada.create('mine'), await ada.create('other')]
    await versionsUntil(mine, 1)
    await ada.api.append(other, 'more')
    await until('it is in a version', async () => (await versionsOf(other))[0]?.v === 2)
    for (const [method, path] of routes.slice(1)) {
      const answer = await ada.ask(method, `/documents/${mine}${path.replace('1', '2')}`)
      expect([path, answer.status]).toEqual([path, 404])
    }
    expect((await ada.ask('GET', `/documents/${mine}/versions/1/compare?with=2`)).status).toBe(404)
    expect(await ada.api.content(mine)).toBe('mine')
  })

  it('R31 F28: a right withdrawn while a restore is under way counts', async () => {
    const id = await ada.share('text', grace, 'edit')
    const [v = 0] = await versionsUntil(id, 1)
    await ada.api.append(id, 'more')
    const { documents } = server.store
    const epochOf = documents.epoch.bind(documents)
    documents.epoch = async (document) => {
      documents.epoch = epochOf
      const epoch = await epochOf(document)
      await ada.withdraw(id, grace)
      return epoch
    }
    await expect(grace.api.restoreVersion(id, v)).rejects.toMatchObject({ code: 'not_found' })
    expect(await ada.api.content(id)).toBe('text\nmore')
  })

  it.each([
    ['/versions?limit=0', 'limit'],
    ['/versions?limit=101', 'limit'],
    ['/versions?cursor=x', 'cursor'],
    ['/versions?sort=at', ''],
    ['/versions/0', 'v'],
    ['/versions/1.5', 'v'],
    ['/versions/latest', 'v'],
    ['/versions/9007199254740993', 'v'],
    ['/versions/1/compare?with=yesterday', 'with'],
    ['/versions/1/compare?with=-1', 'with'],
  ])('T19: %s is 400 and named', async (path, field) => {
    const id = await ada.create()
    const answer = await ada.ask('GET', `/documents/${id}${path}`)
    expect([answer.status, codeOf(answer)]).toEqual([400, 'invalid_request'])
    expect([...new Set(fieldsOf(answer))]).toEqual([field])
  })
})

const codeOfError = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : error

/** A server of its own for one test. */
const setUp = async (settings: Record<string, string>): Promise<{ ada: Person }> => {
  const own = await new Data().start(settings)
  return { ada: await own.person('ada') }
}
