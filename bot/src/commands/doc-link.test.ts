import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { StickyError } from '@sticky/shared/errors'
import { ADA, documentOf, LINK, linkOf, PLAN } from '../test/fake-api.ts'
import type { FakeServer } from '../test/fake-api.ts'
import { inAnswer } from '../test/fake-interaction.ts'
import { hows, idOf, partsOf, Stage, textIn } from '../test/stage.ts'

const NOW = 1_790_000_000_000

let stage: Stage
let server: FakeServer

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] })
  stage = new Stage()
  server = stage.server
  server.here = [documentOf(PLAN, 'Plan')]
})
afterEach(() => {
  stage.close()
  vi.useRealTimers()
})

const chosen = { role: 'view', audience: 'anyone', life: 'never' }
const send = (typed: Record<string, string> = {}) =>
  stage.submit(`doc:link-make:${PLAN}`, { ...chosen, ...typed }, { message: inAnswer })

test('/doc link lists the links of a document: label, what for, whom, how long, how often used (F45)', async () => {
  server.links = [
    linkOf({
      label: 'For the board',
      role: 'edit',
      hasPassword: true,
      useCount: 3,
      lastUsedAt: NOW,
    }),
    linkOf({ id: PLAN, audience: 'granted', expiresAt: NOW + 60_000 }),
  ]
  const listed = await stage.run('link')
  expect(listed.told).toMatchObject([{ how: 'reply', flags: 64 | (1 << 15) }])
  expect(textIn(listed).split('\n')).toEqual([
    '### Links to Plan',
    '**For the board**',
    '-# To edit · Anyone with the link · with password · Doesn’t expire',
    '-# used 3 times, last <t:1790000000:R>',
    '**…abcd**',
    '-# To read · Only people it’s shared with · until <t:1790000060:f>',
    '-# not used yet',
  ])
})

test('a new link is asked for in one dialog, and made as it was filled in (F45)', async () => {
  const asked = await stage.press(idOf(await stage.run('link'), 'New link'))
  expect(asked.told).toMatchObject([
    { how: 'modal', title: 'New link', custom_id: `doc:link-make:${PLAN}` },
  ])
  expect(asked.told[0]?.['components']).toHaveLength(5)
  const made = await send({ role: 'edit', life: 'day', label: ' Board\n', password: 'tiger' })
  expect(hows(made)).toEqual(['update'])
  expect(textIn(made)).toContain('https://sticky.example.org/l/secret-abcd')
  expect(server.links).toMatchObject([
    {
      role: 'edit',
      audience: 'anyone',
      label: 'Board',
      expiresAt: NOW + 86_400_000,
      hasPassword: true,
    },
  ])
  expect(server.calls).toContain(`${ADA} createLink`)
})

test('what was left empty is not there: no label, no password, no end (F45)', async () => {
  await send()
  expect(server.links).toMatchObject([{ label: null, hasPassword: false, expiresAt: null }])
})

test.for([{ role: 'own' }, { audience: 'everybody' }, { life: 'constructor' }, { life: '' }])(
  'a dialog that says %j is refused (T19, T20)',
  async (typed) => {
    const sent = await send(typed)
    expect(sent.told).toMatchObject([{ how: 'reply', flags: 64 }])
    expect(server.links).toEqual([])
  },
)

test('a link is revoked after a question, and the list says so (F45)', async () => {
  server.links = [linkOf({ label: 'Board' })]
  const asked = await stage.press(idOf(await stage.run('link'), 'Revoke'))
  expect(textIn(asked)).toContain('Revoke the link **Board**?')
  expect(server.links).toHaveLength(1)
  const done = await stage.press(idOf(asked, 'Revoke'))
  expect(server.links).toEqual([])
  expect(textIn(done)).toContain('2 readers were cut off')
})

test('a link that was revoked meanwhile is not asked about (C7)', async () => {
  expect(textIn(await stage.press(`doc:link-revoke:${PLAN}:${LINK}`))).toContain('already revoked')
})

test.for([
  ['links', () => stage.run('link')],
  ['createLink', () => send()],
  ['revokeLink', () => stage.press(`doc:link-end:${PLAN}:${LINK}`)],
] as const)(
  'only an owner sees and makes links: the server says so, for who presses: %s (T22)',
  async ([call, use]) => {
    server.failing.set(call, new StickyError('forbidden'))
    const used = await use()
    expect(used.told).toMatchObject([{ how: 'reply', flags: 64 }])
    expect(textIn(used)).toContain('You don’t have the rights')
    expect(server.calls).toContain(`${ADA} ${call}`)
  },
)

test('many links come in pages, and no answer has more than Discord takes (F45)', async () => {
  server.links = Array.from({ length: 7 }, (_, n) => linkOf({ id: LINK.slice(0, -1) + n }))
  const first = await stage.run('link')
  expect(partsOf(first).length).toBeLessThanOrEqual(40)
  const second = await stage.press(idOf(first, 'More'))
  expect(partsOf(second).filter(({ type }) => type === 9)).toHaveLength(2)
  expect(textIn(await stage.press(idOf(second, 'Back')))).toBe(textIn(first))
})

test.for([
  `doc:link-end:${PLAN}`,
  `doc:link-end:${PLAN}:../${LINK}`,
  `doc:link-revoke:${PLAN}:${LINK}${LINK}`,
  `doc:links:${PLAN}:-1`,
])('a forged button is refused: %s (T20)', async (forged) => {
  expect(textIn(await stage.press(forged))).toContain('no longer works')
  expect(server.calls).toEqual([])
})

test('titles and labels neither ping nor break the answers (T23)', async () => {
  server.here = [documentOf(PLAN, '@everyone **x**')]
  server.links = [linkOf({ label: '<@&1> # @here' })]
  const listed = await stage.run('link')
  expect(textIn(listed)).toContain(String.raw`### Links to \@everyone \*\*x\*\*`)
  expect(textIn(listed)).toContain(String.raw`**\<\@&1\> \# \@here**`)
  const asked = await stage.press(idOf(listed, 'Revoke'))
  expect(textIn(asked)).toContain(String.raw`**\<\@&1\> \# \@here**`)
  expect(asked.told[0]).toMatchObject({ allowedMentions: { parse: [] } })
})
