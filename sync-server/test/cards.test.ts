import { beforeEach, describe, expect, it } from 'vitest'
import { setStage } from './stage/stage.ts'

const GENERAL = '100000000000000001/200000000000000001'
const STAFF = '100000000000000001/200000000000000002'

const { server, ada } = await setStage(['ada'])

/** The bot, in nobody's name. */
const bot = server.service
let id: string
let cards = 0

/** A message that shows the document, which is shared there. */
const place = async (channel: string): Promise<void> => {
  await bot.putMembership({ userId: ada.id, channel, access: 'edit', roles: [] })
  await ada.api.putGrant(id, `channel:${channel}`, { role: 'edit' })
  cards += 1
  const messageId = `3${String(cards).padStart(17, '0')}`
  await bot.as(ada.id).createPlacement(id, { channel, messageId, shownHash: 'h', shownSeq: 0 })
}

const withdraw = (channel: string) => ada.api.deleteGrant(id, `channel:${channel}`)
const cardIn = (channel: string) => bot.card(id, { channel })
const staleIn = async (): Promise<string[]> =>
  (await bot.stalePlacements({ limit: 100 })).items
    .filter(({ documentId }) => documentId === id)
    .map(({ channel }) => channel)
    .toSorted()

/** What the bot does about every card that is out of date. */
const showAll = async (): Promise<void> => {
  const { items } = await bot.placements(id)
  for (const { id: placement, shownSeq } of items)
    await bot.changePlacement(placement, { shownHash: 'new', shownSeq: 9, was: shownSeq })
}

beforeEach(async () => {
  id = await ada.create('the secret plan')
  await place(GENERAL)
})

describe('what a card says of a document', () => {
  it('F3: words and items are counted in all of a long text, and its end changes the picture', async () => {
    const text = `${'one two three four\n'.repeat(4_000)}- [x] ticked\n- [ ] open`
    const long = await ada.create(text)
    const card = await ada.api.card(long)
    expect(card).toMatchObject({ words: 16_002, tasks: { done: 1, total: 2 } })
    await ada.api.append(long, 'five')
    const later = await ada.api.card(long)
    expect(later).toMatchObject({ words: 16_003, tasks: { done: 1, total: 2 } })
    expect(later.hash).not.toBe(card.hash)
  })
})

describe('what a channel may show', () => {
  it('F3 F9: a card is given for the channel that it stands in, and for no other', async () => {
    expect(await cardIn(GENERAL)).toMatchObject({ excerpt: 'the secret plan' })
    await expect(cardIn(STAFF)).rejects.toMatchObject({ code: 'not_found' })
    await expect(bot.card(id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(bot.cardImage(id)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('F9 T22: what is not shared with a channel any more is refused there, text and picture', async () => {
    await place(STAFF)
    await withdraw(GENERAL)
    await expect(cardIn(GENERAL)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(bot.cardImage(id, { channel: GENERAL })).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(await cardIn(STAFF)).toMatchObject({ excerpt: 'the secret plan' })
  })

  it('F9: it stays refused when the document is deleted: its title is as secret as its text', async () => {
    await withdraw(GENERAL)
    await ada.api.deleteDocument(id)
    await expect(cardIn(GENERAL)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('F3: of a deleted document the card says so; of one that is gone for ever nothing is left', async () => {
    await ada.api.deleteDocument(id)
    expect(await cardIn(GENERAL)).toMatchObject({ deleted: true, excerpt: '' })
    await ada.api.deleteDocument(id, { forever: 'true' })
    await expect(cardIn(GENERAL)).rejects.toMatchObject({ code: 'not_found' })
    expect(await staleIn()).toEqual([GENERAL])
  })

  it('F9: each change of it is found by a bot that was away, until the card shows it', async () => {
    await place(STAFF)
    await showAll()
    expect(await staleIn()).toEqual([])
    await withdraw(GENERAL)
    expect(await staleIn()).toEqual([GENERAL, STAFF])
    await showAll()
    await ada.api.putGrant(id, `channel:${GENERAL}`, { role: 'view' })
    expect(await staleIn()).toEqual([GENERAL, STAFF])
    await showAll()
    expect(await staleIn()).toEqual([])
  })
})
