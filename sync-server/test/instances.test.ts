import type { Instance, PutPresence } from '@sticky/shared/api/instances'
import { StickyError } from '@sticky/shared/errors'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Person } from './stage/person.ts'
import { setStage } from './stage/stage.ts'

const CHANNEL = '200000000000000001'
const { server, ada, grace, linus } = await setStage(['ada', 'grace', 'linus'])

/** What an Activity does: it says what it looks at, and waits for what others do. */
class Activity {
  readonly #person: Person
  readonly #instance: string
  #state: string | undefined

  constructor(person: Person, instance: string) {
    this.#person = person
    this.#instance = instance
  }

  async says(documentId: string | null, more: Partial<PutPresence> = {}): Promise<Instance> {
    const instance = await this.#person.api.putPresence(this.#instance, { documentId, ...more })
    this.#state = instance.state
    return instance
  }

  /** Until there is something else. */
  waits(documentId: string | null, more: Partial<PutPresence> = {}): Promise<Instance> {
    return this.says(documentId, { ...more, known: this.#state })
  }
}

let instance = ''
let count = 0
let plan = ''
beforeEach(async () => {
  count += 1
  instance = `i-${count}`
  plan = await ada.create('plan')
  await ada.grant(plan, grace, 'edit')
})

const names = ({ documents }: Instance): [string, string[]][] =>
  documents.map(({ id, people }) => [id, people.map(({ displayName }) => displayName)])

/** The bot, for somebody who has pressed Edit. */
const presses = (person: Person, documentId: string, instanceId?: string): Promise<void> =>
  server.service.as(person.id).putIntent({
    documentId,
    channelId: CHANNEL,
    ...(instanceId === undefined ? {} : { instanceId }),
  })

describe('an Activity with several documents', () => {
  it('F2: everybody sees who looks at what, as soon as that changes', async () => {
    const [hers, his] = [new Activity(ada, instance), new Activity(grace, instance)]
    await hers.says(plan)
    const waiting = hers.waits(plan)
    await his.says(plan)
    const [[document, people] = []] = names(await waiting)
    expect([document, people?.toSorted()]).toEqual([plan, ['ada', 'grace']])
    const left = hers.waits(plan)
    await his.says(null)
    expect(names(await left)).toEqual([[plan, ['ada']]])
  })

  it('T5: what somebody may not view is not told to them, nor that somebody looks at it', async () => {
    const secret = await ada.create('secret')
    const [hers, his] = [new Activity(ada, instance), new Activity(grace, instance)]
    await hers.says(secret)
    expect((await his.says(null)).documents).toEqual([])
    await expect(his.says(secret)).rejects.toMatchObject({ code: 'not_found' })
    expect(names(await hers.says(secret))).toEqual([[secret, ['ada']]])
  })

  it('F48: what was withdrawn or deleted is listed no longer', async () => {
    const [hers, his] = [new Activity(ada, instance), new Activity(grace, instance)]
    await hers.says(plan)
    expect(names(await his.says(null))).toEqual([[plan, ['ada']]])
    await ada.withdraw(plan, grace)
    expect((await his.says(null)).documents).toEqual([])
    await ada.api.deleteDocument(plan)
    await expect(hers.says(plan)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('F2: two Activities know nothing of each other', async () => {
    await new Activity(ada, instance).says(plan)
    expect((await new Activity(grace, `${instance}-other`).says(null)).documents).toEqual([])
  })
})

describe('F2: Edit pressed by somebody who is in the Activity already', () => {
  it('opens there at once, for them and nobody else', async () => {
    const [hers, his] = [new Activity(ada, instance), new Activity(grace, instance)]
    await hers.says(null)
    await his.says(null)
    const waiting = his.waits(null)
    await presses(grace, plan, instance)
    expect((await waiting).opening).toMatchObject({ documentId: plan })
    expect((await hers.says(null)).opening).toBeNull()
  })

  it('is known by the channel, too, where Discord has not said which Activity it is', async () => {
    const his = new Activity(grace, instance)
    await his.says(null, { channelId: CHANNEL })
    const waiting = his.waits(null, { channelId: CHANNEL })
    await presses(grace, plan)
    expect((await waiting).opening).toMatchObject({ documentId: plan })
    expect((await his.says(null, { channelId: '200000000000000002' })).opening).toBeNull()
  })

  it('a second press is a new opening, also of the same document', async () => {
    const his = new Activity(linus, instance)
    const own = await linus.create('own')
    await presses(linus, own, instance)
    const first = (await his.says(null)).opening
    const waiting = his.waits(null)
    await presses(linus, own, instance)
    const second = (await waiting).opening
    expect(second?.documentId).toBe(own)
    expect(second?.at).toBeGreaterThan(first?.at ?? Infinity)
  })
})

describe('whoever waits', () => {
  it('F2: who goes away while waiting keeps nothing busy, and is not missed', async () => {
    const his = new Activity(grace, instance)
    await his.says(null)
    const gone = new AbortController()
    const waiting = fetch(`${server.url}/api/v1/instances/${instance}`, {
      method: 'PUT',
      signal: gone.signal,
      headers: {
        authorization: `Bearer ${grace.session.token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ documentId: null, known: (await his.says(null)).state }),
    })
    gone.abort()
    await expect(waiting).rejects.toThrow('aborted')
    await new Activity(ada, instance).says(plan)
    expect(names(await his.says(null))).toEqual([[plan, ['ada']]])
  })

  it('T19: what is no presence is refused with what is wrong', async () => {
    const wrong = ada.api.putPresence(instance, { documentId: 'plan' })
    await expect(wrong).rejects.toBeInstanceOf(StickyError)
    await expect(wrong).rejects.toMatchObject({ code: 'invalid_request' })
    const long = ada.api.putPresence('i'.repeat(201), { documentId: null })
    await expect(long).rejects.toMatchObject({ code: 'invalid_request' })
  })
})
