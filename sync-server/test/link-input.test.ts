import type { LinkList } from '@sticky/shared/api/links'
import { expect, it } from 'vitest'
import { codeOf, fieldsOf } from './stage/http.ts'
import { askAs, inAnHour } from './stage/links.ts'
import { setStage } from './stage/stage.ts'

const { server, ada } = await setStage(['ada'])

const VIEW = { role: 'view', audience: 'anyone' } as const

/** A document that has no link, and never gets one. */
const unlinked = await ada.create()
const living = await ada.makeLink(await ada.create())

const later = inAnHour()

it.each<[what: string, body: unknown, fields: string[]]>([
  ['nothing', {}, ['audience', 'role']],
  ['no role', { audience: 'anyone' }, ['role']],
  ['ownership', { ...VIEW, role: 'own' }, ['role']],
  ['a role in capitals', { ...VIEW, role: 'VIEW' }, ['role']],
  ['two roles', { ...VIEW, role: ['view', 'edit'] }, ['role']],
  ['an unknown audience', { ...VIEW, audience: 'everyone' }, ['audience']],
  ['an unknown field', { ...VIEW, useCount: -1 }, ['']],
  ['a token of my own', { ...VIEW, token: 'A'.repeat(32) }, ['']],
  ['an expiry in the past', { ...VIEW, expiresAt: 1 }, ['expiresAt']],
  ['a negative expiry', { ...VIEW, expiresAt: -later }, ['expiresAt']],
  ['an expiry as text', { ...VIEW, expiresAt: '2030-01-01' }, ['expiresAt']],
  ['half a millisecond', { ...VIEW, expiresAt: later + 0.5 }, ['expiresAt']],
  ['an expiry in another age', { ...VIEW, expiresAt: 8.64e15 }, ['expiresAt']],
  ['an expiry beyond numbers', { ...VIEW, expiresAt: 1e300 }, ['expiresAt']],
  ['an expiry of null', { ...VIEW, expiresAt: null }, ['expiresAt']],
  ['an empty label', { ...VIEW, label: ' ' }, ['label']],
  ['a huge label', { ...VIEW, label: 'x'.repeat(1_000_000) }, ['label']],
  ['a label of two lines (T11)', { ...VIEW, label: 'a\nb' }, ['label']],
  ['a label that turns round (T11)', { ...VIEW, label: 'a\u202Eb' }, ['label']],
  ['a label with NUL (T11)', { ...VIEW, label: 'a\u0000b' }, ['label']],
  ['half a character (T11)', { ...VIEW, label: 'a\uD800b' }, ['label']],
  ['a short password', { ...VIEW, password: 'abc' }, ['password']],
  ['a huge password', { ...VIEW, password: 'x'.repeat(201) }, ['password']],
  ['a password of another type', { ...VIEW, password: { $ne: '' } }, ['password']],
  ['a list', [VIEW], ['']],
])('T19: %s is 400 and named', async (_what, body, fields) => {
  const answer = await ada.ask('POST', `/documents/${unlinked}/links`, { body: body })
  expect([answer.status, fieldsOf(answer)]).toEqual([400, fields])
  expect((await ada.api.links(unlinked)).items).toEqual([])
})

it.each([
  { password: 7 },
  { password: null },
  { password: 'x'.repeat(201) },
  { role: 'edit' },
  [],
  'text',
])('T19: opening with %j is 400', async (body) => {
  const headers = { 'content-type': 'application/json' }
  const answer = await askAs(server, null, 'POST', `/links/${living.token}`, { body, headers })
  expect([answer.status, codeOf(answer)]).toEqual([400, 'invalid_request'])
})

it.each(['limit=0', 'limit=101', 'cursor=x', 'all=true'])(
  'T19: a list with %s is 400',
  async (query) => {
    expect((await askAs(server, ada, 'GET', `/documents/${unlinked}/links?${query}`)).status).toBe(
      400,
    )
  },
)

it('R50: who has no account sends a few KB and no more', async () => {
  const answer = await askAs(server, null, 'POST', `/links/${living.token}`, {
    body: { password: 'x'.repeat(20_000) },
  })
  expect([answer.status, codeOf(answer)]).toEqual([413, 'too_large'])
})

it.each([
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '{{7*7}}',
  'javascript:alert(1)',
])(
  'T11: the label %j is data, and comes back as JSON that no browser takes for a page',
  async (label) => {
    const id = await ada.create()
    await ada.makeLink(id, { label })
    const answer = await askAs(server, ada, 'GET', `/documents/${id}/links`)
    expect((answer.body as LinkList).items[0]?.label).toBe(label)
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  },
)
