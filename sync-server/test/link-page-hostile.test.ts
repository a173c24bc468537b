import { createHash, randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { linkPages } from './stage/link-page.ts'
import { setStage } from './stage/stage.ts'

const { server, ada } = await setStage(['ada'])
const { written, get } = linkPages(server, ada)

const CORPUS = [
  '</title><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' autofocus onfocus='alert(1)",
  '</style><style>body{background:url(https://evil.example)}',
  '--><svg onload=alert(1)>',
  '${alert(1)} {{7*7}} <%= 7*7 %>',
  '&quot;&gt;&lt;script&gt;',
  '[x](javascript:alert(1))',
  '![x](https://tracker.example/x.png)',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<base href="https://evil.example/">',
]
const ELEMENTS =
  /^<\/?(html|head|meta|title|link|style|body|header|main|footer|article|span|svg|path|a|h[1-6]|p|bdi|time|progress|div|ul|ol|li|input|strong|em|del|code|pre|blockquote|br|hr|table|tr|t[hd])\b/

it.each(CORPUS)('T11 T21: %j in title, text, name and label is text', async (hostile) => {
  const name = `h${randomUUID().slice(0, 8)}`
  const who = await server.person(name)
  await who.ask('PATCH', '/users/me', { body: { displayName: hostile.slice(0, 64) } })
  const body = { title: hostile, content: `${hostile}\n\n- [ ] ${hostile}\n` }
  const { id } = await who.api.createDocument(body)
  const link = await who.makeLink(id, { label: hostile })
  const page = await get(link.url)
  expect(page.status).toBe(200)
  const tags = page.text.match(/<[a-z/][^>]*>/gi) ?? []
  expect(tags.filter((one) => !ELEMENTS.test(one))).toEqual([])
  const bare = tags.map((one) => one.replaceAll(/="[^"]*"/g, ''))
  expect(bare.filter((one) => /\s(on\w+|style|src|srcset|action)\b/i.test(one))).toEqual([])
  expect(page.text.match(/<meta http-equiv|<base|<img/)).toBeNull()
  expect(page.text).not.toMatch(/href="(?!https?:|mailto:|\/l\/|data:image\/svg\+xml,)/)
  // one style, which is the one that the policy knows
  const [style, ...more] = [...page.text.matchAll(/<style>(.*?)<\/style>/gs)]
  expect(more).toEqual([])
  const hash = createHash('sha256')
    .update(style?.[1] ?? '')
    .digest('base64')
  expect(page.headers.get('content-security-policy')).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  )
  const embed = await get(`/oembed?url=${encodeURIComponent(server.url + link.url)}`)
  expect(embed.headers.get('content-type')).toMatch(/^application\/json/)
  expect((embed.body as { title: string }).title).toBe(hostile)
})

it('T11: neither the address that is asked for nor the host that it is asked of is taken for markup', async () => {
  const page = await get(`/l/${encodeURIComponent('"><script>alert(1)</script>')}`)
  expect(page.text).not.toMatch(/<script/i)
  const link = await ada.makeLink(await written())
  const hosted = await get(`${link.url}?"><script>alert(1)</script>`)
  expect(hosted.text).not.toMatch(/<script/i)
})

it.each([
  ['deep quotes', '>'.repeat(260_000)],
  ['a huge table', `${'|a'.repeat(20_000)}\n${'|-'.repeat(20_000)}\n${'|b'.repeat(20_000)}`],
  ['signs', '<'.repeat(250_000)],
  ['100,000 lines', 'a\n'.repeat(100_000)],
  ['stacked marks', `a${'\u0301'.repeat(100_000)}`],
  ['words', 'word '.repeat(52_000)],
])('T16: %s are shown, in one way or another, and worked out once', async (_what, content) => {
  const link = await ada.makeLink(await written(content, 'Hostile'))
  const page = await get(link.url)
  expect(page.status).toBe(200)
  expect(page.text.trimEnd().endsWith('</html>')).toBe(true)
  const began = performance.now()
  expect((await get(link.url)).text).toBe(page.text)
  expect(performance.now() - began).toBeLessThan(2_900)
  expect((await get((await ada.makeLink(await written())).url)).text).toContain('blanket')
})

it('T16: text that turns lines round is shown without that', async () => {
  const link = await ada.makeLink(await written('safe \u202Etxt.exe\u0000 \u2066x', 'Plan'))
  expect((await get(link.url)).text).not.toMatch(/(?!\n)[\p{Cc}\u202A-\u202E\u2066-\u2069]/u)
})
