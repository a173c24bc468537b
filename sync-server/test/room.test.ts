import type { Role } from '@sticky/shared/access'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import * as Y from 'yjs'
import { PROVE_EVERY } from '../src/documents/memberships.ts'
import { holdCommit } from './stage/hold-commit.ts'
import { setStage } from './stage/stage.ts'
import type { StickyClient } from './stage/sticky-client.ts'
import { pause, until } from './stage/until.ts'

// what the server does every so often, it does when a test says so
vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
const { server, ada, grace } = await setStage(['ada', 'grace'], {
  LOG_LEVEL: 'fatal',
  LIMIT_BYTES_PER_SECOND: '100000000',
  LIMIT_BYTES_PER_SECOND_PER_USER: '100000000',
  LIMIT_BYTES_PER_SECOND_PER_DOCUMENT: '100000000',
})
const { grants, log } = server.store

const headOf = async (id: string): Promise<number | undefined> => (await log.head(id))?.seq

describe('two looks at one right', () => {
  /** From now on, who asks what Grace may do here is answered when, and as, the test says. */
  const holdGrants = (id: string): ((role: Role) => void)[] => {
    const concerning = grants.concerning.bind(grants)
    onTestFinished(() => void Object.assign(grants, { concerning }))
    const answers: ((role: Role) => void)[] = []
    const row = { document: id, principal: grace.principal, grantedBy: ada.id, createdAt: 0 }
    grants.concerning = (document, userId) =>
      document !== id
        ? concerning(document, userId)
        : new Promise((resolve) => {
            answers.push((role) => resolve(role === 'none' ? [] : [{ ...row, role }]))
          })
    return answers
  }

  /** Grace at a document, with a right that is looked at twice; the earlier look answers last. */
  const lookTwice = async (earlier: Role, later: Role) => {
    const id = await ada.share('text', grace, 'edit')
    const client = await grace.open(id)
    const answers = holdGrants(id)
    vi.advanceTimersByTime(PROVE_EVERY)
    await until('the right is proved again', () => answers.length === 1)
    server.bus.publish('access.changed', { document: id })
    await until('it is asked for again', () => answers.length === 2)
    for (const [answer, role] of [[answers[1], later] as const, [answers[0], earlier] as const]) {
      answer?.(role)
      await pause(5)
    }
    return { id, client, told: () => client.of('access').map(({ role }) => role) }
  }

  it('R31 R32: who may only read since is not made an editor again by an older answer', async () => {
    const { id, client, told } = await lookTwice('edit', 'view')
    client.write((text) => text.insert(0, 'too late '))
    expect(await client.refusal()).toMatchObject({ n: 1, reason: 'read-only' })
    expect(told()).toEqual(['view'])
    expect(await headOf(id)).toBe(1)
  })

  it('R31 R32: who may write since is neither cut nor told anything by an older answer', async () => {
    const { id, client, told } = await lookTwice('none', 'edit')
    await client.type('still here ')
    expect(told()).toEqual([])
    expect(client.closed).toBeNull()
    expect(await headOf(id)).toBe(2)
  })

  it('R31: a change of rights takes effect when the later look has answered, not before', async () => {
    const id = await ada.share('text', grace, 'edit')
    const client = await grace.open(id)
    const answers = holdGrants(id)
    server.bus.publish('access.changed', { document: id })
    await until('the right is asked for', () => answers.length === 1)
    vi.advanceTimersByTime(PROVE_EVERY)
    await until('it is proved again', () => answers.length === 2)
    answers[0]?.('view')
    client.write((text) => text.insert(0, 'too late '))
    await pause(20)
    expect([await headOf(id), client.saved]).toEqual([1, 0])
    answers[1]?.('view')
    expect(await client.refusal()).toMatchObject({ n: 1, reason: 'read-only' })
    expect(await headOf(id)).toBe(1)
  })

  it('R31 R32: who was cut stays cut', async () => {
    const { client, told } = await lookTwice('edit', 'none')
    expect(await client.closing(2_000)).toBe(4403)
    expect(told()).toEqual([])
  })
})

describe('a newcomer that is still being brought up', () => {
  it('R50 T24: may send a few messages of full size meanwhile, not any number', async () => {
    const id = await ada.share('', grace, 'edit')
    await ada.open(id)
    const head = log.head.bind(log)
    const held: (() => void)[] = []
    log.head = (document) => new Promise((resolve) => held.push(() => resolve(head(document))))
    onTestFinished(() => void Object.assign(log, { head }))
    const [modest, greedy] = [await ada.arrive(id), await grace.arrive(id)]
    const large = new Uint8Array(1_000_000)
    const join = async (client: StickyClient, messages: number): Promise<void> => {
      await until('its line is open', () => client.isOpen)
      client.join().catch(() => {})
      for (let i = 0; i < messages; i += 1) client.bring(large)
    }
    await join(modest, 4)
    await join(greedy, 5)
    expect(await greedy.closing(2_000)).toBe(4429)
    expect(modest.closed).toBeNull()
    Object.assign(log, { head })
    for (const go of held) go()
    // it is looked at now, and is no update
    expect(await modest.refusal()).toMatchObject({ reason: 'malformed' })
  })
})

describe('a room that is busy', () => {
  /** The next look at the log's head takes until it is told to fail. */
  const headFails = (): { isBusy: () => boolean; fail: () => void } => {
    const head = log.head.bind(log)
    let fail: (() => void) | null = null
    log.head = () =>
      new Promise((_resolve, reject) => {
        log.head = head
        fail = () => reject(new Error('the disk is gone (on purpose)'))
      })
    return { isBusy: () => fail !== null, fail: () => fail?.() }
  }

  /** Another relay, on the same store, has appended a word, and says so. */
  const appendElsewhere = async (id: string, word: string, publish = true): Promise<Uint8Array> => {
    const { seq: prev = 0, epoch = 0 } = (await log.head(id)) ?? {}
    const doc = new Y.Doc()
    doc.getText('content').insert(0, word)
    const clients = [{ client: doc.clientID, from: 0, to: word.length }]
    const update = Y.encodeStateAsUpdate(doc)
    const entry = { author: grace.principal, clients, at: Date.now(), update } as const
    await log.append([{ document: id, expected: prev, epoch, entries: [entry] }])
    const batch = { document: id, relay: 'another relay', prev, seq: prev + 1, entries: [entry] }
    if (publish) server.bus.publish('log.appended', batch)
    return update
  }

  it('R60 C3: does what waits for it, although the work before has failed', async () => {
    const id = await ada.share('', grace, 'edit')
    // has not said where it stands: keeps the room alive when the others are sent away
    await ada.arrive(id)
    const client = await grace.open(id)
    const { isBusy, fail } = headFails()
    server.bus.publish('document.changed', { document: id })
    await until('the room is busy', isBusy)
    const look = vi.spyOn(grants, 'concerning')
    const append = vi.spyOn(log, 'append')
    onTestFinished(() => void vi.restoreAllMocks())
    await appendElsewhere(id, 'elsewhere ')
    server.bus.publish('access.changed', { document: id })
    await pause(20)
    expect(look).not.toHaveBeenCalled()
    fail()
    expect(await client.closing(2_000)).toBe(4500)
    await until('rights are looked at again', () => look.mock.calls.length > 0)
    append.mockClear()
    const newcomer = await ada.open(id)
    await newcomer.type('here ')
    expect(newcomer.text.toJSON()).toBe('here elsewhere ')
    // at the first try: the room stands where the log stands
    expect(append).toHaveBeenCalledTimes(1)
  })

  it('R10 R31: what is written meanwhile waits, with what it is told, and lands in order', async () => {
    const id = await ada.share('', grace, 'edit')
    const [writer, reader] = [await grace.open(id), await ada.open(id)]
    const commit = holdCommit(log)
    writer.write((text) => text.insert(0, 'one '))
    await until('the room is busy', commit.isHeld)
    writer.write((text) => text.insert(4, 'two '))
    server.bus.publish('access.changed', { document: id })
    writer.write((text) => text.insert(8, 'three '))
    await pause(20)
    expect([writer.saved, reader.text.toJSON()]).toEqual([0, ''])
    commit.go()
    await until('all is saved', () => writer.saved === 3)
    await until('the reader has it', () => reader.text.toJSON() === 'one two three ')
    expect(await ada.api.content(id)).toBe('one two three ')
  })

  it('R50 C3: behind a commit that takes long only so much waits; whose does not is sent away, and brings it again', async () => {
    const id = await ada.share('', grace, 'edit')
    const [writer, other] = [await grace.open(id), await ada.open(id)]
    const commit = holdCommit(log)
    other.write((text) => text.insert(0, 'one '))
    await until('the room is busy', commit.isHeld)
    const large = 'x'.repeat(1_000_000)
    for (let i = 0; i < 20; i += 1) {
      writer.write((text) => text.insert(0, large))
      writer.write((text) => text.delete(0, large.length))
    }
    writer.write((text) => text.insert(0, 'two '))
    expect(await writer.closing(10_000)).toBe(4503)
    commit.go()
    await until('what came before is saved', () => other.saved === 1)
    const back = await grace.open(id, writer)
    back.answer()
    await until('the other has it', () => other.text.toJSON().includes('two '))
    expect(await ada.api.content(id)).toBe(other.text.toJSON())
  })

  it('R10 C3: nothing is learnt again and again for people who were cut, and others can write', async () => {
    const id = await ada.share('', grace, 'edit')
    // has not said where it stands: keeps the room alive when the others are sent away
    await ada.arrive(id)
    const [first, second] = [await grace.open(id), await ada.open(id)]
    const commit = holdCommit(log)
    first.write((text) => text.insert(0, 'one '))
    await until('the room is busy', commit.isHeld)
    second.write((text) => text.insert(0, 'two '))
    const load = vi.spyOn(log, 'load').mockRejectedValue(new Error('the disk is gone (on purpose)'))
    onTestFinished(() => load.mockRestore())
    await pause(20)
    commit.fail()
    expect(await first.closing(2_000)).toBe(4503)
    expect(await second.closing(2_000)).toBe(4500)
    await pause(20)
    expect(load.mock.calls.length).toBe(1)
    load.mockRestore()
    const back = await grace.open(id, first)
    back.answer()
    await until('it is saved', () => back.saved === 1)
    expect(await ada.api.content(id)).toBe('one ')
  })

  it('R21: of a document that was deleted nothing is read again and again', async () => {
    const id = await ada.share('', grace, 'edit')
    const [first, second] = [await grace.open(id), await ada.open(id)]
    const commit = holdCommit(log)
    first.write((text) => text.insert(0, 'one '))
    await until('the room is busy', commit.isHeld)
    second.write((text) => text.insert(0, 'two '))
    await pause(20)
    await server.store.documents.setDeleted(id, 1)
    const load = vi.spyOn(log, 'load')
    onTestFinished(() => load.mockRestore())
    commit.go()
    expect(await first.closing(2_000)).toBe(4404)
    expect(await second.closing(2_000)).toBe(4404)
    await pause(20)
    expect(load.mock.calls.length).toBeLessThan(2)
  })

  it('R31 T26: what somebody sent while coming in, and left, does not land once their right is gone', async () => {
    const id = await ada.share('', grace, 'edit')
    const witness = await ada.open(id)
    const client = await grace.arrive(id)
    await until('its line is open', () => client.isOpen)
    const concerning = grants.concerning.bind(grants)
    onTestFinished(() => void Object.assign(grants, { concerning }))
    const answers: (() => void)[] = []
    // read before the withdrawal, told after it
    grants.concerning = async (document, userId) => {
      const rows = await concerning(document, userId)
      if (userId === grace.id && answers.length === 0)
        await new Promise<void>((resolve) => answers.push(resolve))
      return rows
    }
    client.join().catch(() => {})
    client.write((text) => text.insert(0, 'too late '))
    await until('its right is read', () => answers.length > 0)
    client.close()
    await until('it has left', () => client.closed !== null)
    await ada.withdraw(id, grace)
    await pause(20)
    for (const answer of answers) answer()
    await witness.type('in time ')
    await pause(20)
    expect(await ada.api.content(id)).toBe('in time ')
  })

  it('R19 R31 T26: nor what waited for the log to be read, of somebody who left', async () => {
    const id = await ada.share('', grace, 'edit')
    const [client, witness] = [await grace.open(id), await ada.open(id)]
    Y.applyUpdate(client.doc, await appendElsewhere(id, 'elsewhere ', false))
    const head = log.head.bind(log)
    const held: (() => void)[] = []
    log.head = async (document) => {
      if (held.length === 0) await new Promise<void>((resolve) => held.push(resolve))
      return head(document)
    }
    onTestFinished(() => void Object.assign(log, { head }))
    // builds on what this relay does not know yet
    client.write((text) => text.insert(text.length, 'too late '))
    await until('the log is read', () => held.length > 0)
    client.close()
    await until('it has left', () => client.closed !== null)
    // by another node, whose signal is late
    await grants.delete(id, grace.principal)
    for (const go of held) go()
    await witness.type('in time ')
    await pause(20)
    expect(witness.text.toJSON()).not.toContain('too late')
    expect(await headOf(id)).toBe(2)
  })

  it('R31 T1: whoever has only an open line of a session that is void does not come in with it', async () => {
    const victim = await server.person('victim')
    const id = await ada.share('text', victim, 'edit')
    await ada.open(id)
    const silent = await victim.arrive(id)
    await until('its line is open', () => silent.isOpen)
    const body = { password: 'another one', currentPassword: 'the password of victim' }
    expect((await victim.ask('PATCH', '/users/me', { body })).status).toBe(200)
    silent.join().catch(() => {})
    silent.write((text) => text.insert(0, 'stolen '))
    expect(await silent.closing(2_000)).toBe(4403)
    expect(await headOf(id)).toBe(1)
  })

  it('R34 C6: what waits does not land once its right has run out, also when who wrote it has left', async () => {
    const id = await ada.create()
    const end = Date.now() + 3_600_000
    const comeUntil = async (expiresAt: number): Promise<StickyClient> => {
      const link = await ada.makeLink(id, { role: 'edit', expiresAt })
      return (await server.guest(link)).open(id)
    }
    const client = await ada.open(id)
    const [first, second] = [await comeUntil(end), await comeUntil(end + 60_000)]
    const commit = holdCommit(log)
    client.write((text) => text.insert(0, 'one '))
    await until('the room is busy', commit.isHeld)
    for (const [guest, words] of [[first, 'too late '] as const, [second, 'in time '] as const]) {
      guest.write((text) => text.insert(0, words))
      guest.close()
      await until('who wrote it has left', () => guest.closed !== null)
    }
    const now = vi.spyOn(Date, 'now').mockReturnValue(end)
    onTestFinished(() => now.mockRestore())
    commit.go()
    await until('it has landed', async () => (await headOf(id)) === 2)
    await until('it is passed on', () => client.text.toJSON().includes('in time'))
    expect(client.text.toJSON()).not.toContain('too late')
  })
})
