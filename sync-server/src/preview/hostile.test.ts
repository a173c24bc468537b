import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeAll, describe, expect, test } from 'vitest'
import type { CardView } from '../bus/types.ts'
import { cardHash, drawCard } from './card.ts'
import { composeCard } from './compose.ts'
import { hostileTexts } from './golden/hostile.ts'
import { decode } from './golden/picture.ts'
import { report } from './golden/texts.ts'
import { someView } from './golden/views.ts'
import { plainText, taskProgress } from './markdown.ts'

const corpus = Object.entries(hostileTexts)

async function draw(view: Partial<CardView>) {
  const card = await drawCard({ ...someView, ...view })
  const picture = await decode(card.png)
  expect(picture.width).toBe(1200)
  expect(picture.height).toBeGreaterThanOrEqual(340)
  expect(picture.height).toBeLessThanOrEqual(764)
  expect(card.png.length).toBeLessThan(200_000)
  return picture
}

/** Processor time of a drawing, ms: what else runs on the machine counts little. */
async function cost(view: Partial<CardView>): Promise<number> {
  const before = process.cpuUsage()
  await drawCard({ ...someView, ...view })
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** Hostile texts may cost as much as so many usual cards, also the first time; W11 has the budget in milliseconds. */
const asMuchAs = 50

describe('T16: pathological markdown', () => {
  let usual = 0
  beforeAll(async () => {
    const costs: number[] = []
    for (let i = 0; i < 7; i++) costs.push(await cost({ text: `${report} ${i}` }))
    usual = costs.sort((a, b) => a - b)[3] ?? 0
  })

  test.each(corpus)('%s is drawn', { timeout: 20_000 }, async (_, text) => {
    expect(await cost({ text })).toBeLessThan(asMuchAs * usual)
    expect(await draw({ text })).toBeDefined()
  })

  test.each(corpus)('%s has a plain text', { timeout: 20_000 }, (_, text) => {
    const plain = plainText(text, 1024)
    expect(plain.length).toBeLessThanOrEqual(1024)
    expect(plain).not.toMatch(/[\p{Cs}\u202a-\u202e\u2066-\u2069]|(?![\t\n])\p{Cc}/u)
    const { done, total } = taskProgress(text)
    expect(done).toBeLessThanOrEqual(total)
  })

  test.each(corpus)('%s is a title and a name', { timeout: 20_000 }, async (_, text) => {
    const people = Array.from({ length: 9 }, () => ({ name: text, color: text }))
    const view = { ...someView, title: text, people, peopleCount: Infinity, editedBy: text }
    await draw(view)
    expect(cardHash(view)).toBe(cardHash(view))
  })

  test('odd numbers are no trouble', async () => {
    for (const number of [NaN, -1, Infinity, 9e15]) {
      expect(await draw({ peopleCount: number, editedAt: number })).toBeDefined()
    }
  })

  test('text behind a wall of empty lines is still seen', () => {
    const { layers } = composeCard({ ...someView, text: `${'\n'.repeat(5000)}Here I am` })
    const texts = layers
      .flatMap(({ inks }) => inks)
      .flatMap((ink) => (ink.kind === 'text' ? ink.text : []))
    expect(texts).toContain('Here I am')
  })
})

describe('T18: nothing is fetched', () => {
  test('pictures and links of a document cause no request', async () => {
    let requests = 0
    const server = createServer((_, response) => {
      requests++
      response.end()
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.png`
    const text = `![a](${url}) <img src="${url}"> [b](${url}) ${url}\n\n![c](file:///etc/hostname)\n\n[d]: ${url}`
    await draw({ text, title: url, people: [{ name: url, color: `url(${url})` }] })
    await new Promise((done) => server.close(done))
    expect(requests).toBe(0)
  })
})

describe('T23, T11: a title is only text', () => {
  const titleOf = (title: string) => {
    const inks = composeCard({ ...someView, title }).layers[0]?.inks ?? []
    return inks.flatMap((ink) => (ink.kind === 'text' && ink.color === 'strong' ? ink.text : []))
  }

  test.each([
    '@everyone **hi** `x`',
    '<@123> # not a heading',
    '<script>alert(1)</script>',
    '[a](b)',
  ])('%s is drawn as it is written', (title) => {
    expect(titleOf(title)).toEqual([title])
  })

  test('an empty or invisible title has a name', () => {
    expect(titleOf(' \u200b\u202e\n')).toEqual(['Untitled'])
  })

  test('a colour that is none becomes grey', () => {
    const people = [{ name: 'Eve', color: 'red;background:url(//evil)' }]
    const inks = composeCard({ ...someView, people }).layers[0]?.inks ?? []
    const colors = inks.flatMap((ink) => ('color' in ink ? ink.color : []))
    expect(colors).toContain('#80848e')
    expect(colors.join(' ')).not.toContain('evil')
  })
})
