import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CreatedLink } from '@sticky/shared/api/links'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { ask, codeOf } from './stage/http.ts'
import type { Answer, Asking } from './stage/http.ts'
import { start } from './stage/server.ts'
import { setStage } from './stage/stage.ts'
import { until } from './stage/until.ts'

const { server, ada, grace } = await setStage(['ada', 'grace'])

const TEXT = '# Picnic\n\nBring **tea** & cake.\n\n- [x] blanket\n- [ ] knives\n'

/** A document of Ada's. */
const written = async (content = TEXT, title = 'Picnic'): Promise<string> =>
  (await ada.api.createDocument({ title, content })).id

const get = (path: string, asking: Asking = {}): Promise<Answer> => ask(server, 'GET', path, asking)

const usesOf = async (link: CreatedLink): Promise<number> =>
  (await server.store.links.get(link.id))?.useCount ?? -1

const picture = (path: string): Promise<Response> => fetch(`${server.url}${path}`)

/** Asks whether a copy with this ETag is still good, as browsers do. */
const ifNot = (etag: string | null): Asking => ({
  headers: { 'if-none-match': etag ?? '', 'cache-control': 'max-age=0' },
})

/** What a tag says: `<meta property="og:title" content="…">`. */
const tag = ({ text }: Answer, name: string): string | undefined =>
  new RegExp(`<meta (?:property|name)="${name}" content="([^"]*)"`).exec(text)?.[1]

describe('F4: a link for anyone', () => {
  it('shows its document to a browser that runs nothing', async () => {
    const link = await ada.makeLink(await written())
    const page = await get(link.url)
    expect(page.status).toBe(200)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.text).toContain('<title>Picnic · Sticky</title>')
    expect(page.text).toContain('Bring <strong>tea</strong> &amp; cake.')
    expect(page.text).toContain('<input type="checkbox" disabled checked> blanket')
    expect(page.text).toContain('1 of 2 done')
    // the heading that repeats the title is not shown twice
    expect(page.text.match(/<h1/g)).toHaveLength(1)
    expect(page.text).not.toMatch(/<script|<iframe|<img|<form/)
  })

  it('tells programs what to show: OpenGraph, a Twitter card, oEmbed, and a picture', async () => {
    const link = await ada.makeLink(await written())
    const page = await get(link.url)
    const address = `${server.url}${link.url}`
    expect(tag(page, 'og:title')).toBe('Picnic')
    expect(tag(page, 'og:description')).toContain('Bring tea &amp; cake.')
    expect(tag(page, 'og:url')).toBe(address)
    expect(tag(page, 'twitter:card')).toBe('summary_large_image')
    expect([tag(page, 'og:image:width'), tag(page, 'og:image:height')]).toEqual(['1200', '630'])
    const drawn = await fetch(tag(page, 'og:image') ?? '')
    expect([drawn.status, drawn.headers.get('content-type')]).toEqual([200, 'image/png'])
    expect(drawn.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    const png = Buffer.from(await drawn.arrayBuffer())
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630])

    const [, discovery = ''] =
      /type="application\/json\+oembed"[^>]*href="([^"]+)"/.exec(page.text) ?? []
    const embed = await (await fetch(discovery.replaceAll('&amp;', '&'))).json()
    expect(embed).toEqual({
      version: '1.0',
      type: 'link',
      title: 'Picnic',
      provider_name: 'Sticky',
      provider_url: `${server.url}/`,
      cache_age: 60,
      thumbnail_url: tag(page, 'og:image'),
      thumbnail_width: 1200,
      thumbnail_height: 630,
    })
  })

  it.each([
    ['maxwidth=1199', 600],
    ['maxheight=400', 600],
    ['maxwidth=599', undefined],
    ['maxheight=314', undefined],
  ])('oEmbed keeps to %s', async (room, width) => {
    const link = await ada.makeLink(await written())
    const { body } = await get(`/oembed?url=${encodeURIComponent(server.url + link.url)}&${room}`)
    const embed = body as { thumbnail_width?: number; thumbnail_url?: string }
    expect(embed.thumbnail_width).toBe(width)
    if (embed.thumbnail_url === undefined) return
    const png = Buffer.from(await (await fetch(embed.thumbnail_url)).arrayBuffer())
    expect(png.readUInt32BE(16)).toBe(width)
  })

  it('draws its picture dark and light, large and small', async () => {
    const link = await ada.makeLink(await written())
    const looks = ['', '?theme=light', '?scale=1', '?theme=light&scale=1']
    const tags = await Promise.all(
      looks.map(async (look) => (await picture(`${link.url}/card.png${look}`)).headers.get('etag')),
    )
    expect(new Set(tags).size).toBe(4)
  })

  it('T19: a look that there is not is 400, for tokens that are none, too', async () => {
    const link = await ada.makeLink(await written())
    for (const url of [link.url, '/l/none']) {
      expect((await get(`${url}/card.png?theme=pink`)).status).toBe(400)
      expect((await get(`${url}/card.png?scale=3`)).status).toBe(400)
    }
    const url = encodeURIComponent(server.url + link.url)
    expect((await get(`/oembed?url=${url}&format=xml`)).status).toBe(400)
    expect((await get(`/oembed?url=${url}&maxwidth=-1`)).status).toBe(400)
    expect((await get('/oembed')).status).toBe(400)
  })

  it('leads to the editor, to write if the link is for that', async () => {
    const id = await written()
    const links = {
      edit: await ada.makeLink(id, { role: 'edit' }),
      view: await ada.makeLink(id),
    }
    const button = ({ text }: Answer): unknown => {
      const [, path, label] = /<a class="button" href="([^"]+)">([^<]+)</.exec(text) ?? []
      return [path, label]
    }
    expect(button(await get(links.edit.url))).toEqual([`${links.edit.url}/open`, 'Open to edit'])
    expect(button(await get(links.view.url))).toEqual([`${links.view.url}/open`, 'Open live'])
  })

  it('F3: follows the text and the title at once, and so does the address of its picture', async () => {
    const id = await written()
    const link = await ada.makeLink(id)
    const before = await get(link.url)
    await ada.api.append(id, 'And a ball.\n')
    const after = await get(link.url)
    expect(after.text).toContain('And a ball.')
    expect(tag(after, 'og:image')).not.toBe(tag(before, 'og:image'))
    await ada.api.renameDocument(id, 'Tea')
    expect(tag(await get(link.url), 'og:title')).toBe('Tea')
  })

  it('says so when nothing is written yet', async () => {
    const page = await get((await ada.makeLink(await written(''))).url)
    expect(page.text).toContain('Nothing is written here yet.')
  })
})

/** Addresses that show no document, by why; all are made anew for each test that looks at them. */
const closed = async (): Promise<Record<string, string>> => {
  const id = await written(TEXT, 'Secret title')
  const deleted = await written(TEXT, 'Secret title')
  const revoked = await ada.makeLink(id, { role: 'edit' })
  await ada.api.revokeLink(id, revoked.id)
  const expired = await ada.makeLink(id, { expiresAt: Date.now() + 3_600_000 })
  const db = new Database(server.config.databasePath)
  db.prepare('UPDATE links SET expires_at = ? WHERE id = ?').run(Date.now(), expired.id)
  db.close()
  const ofDeleted = await ada.makeLink(deleted)
  await ada.ask('DELETE', `/documents/${deleted}`)
  return {
    'for people it is shared with': (await ada.makeLink(id, { audience: 'granted' })).url,
    'with a password': (await ada.makeLink(id, { password: 'swordfish' })).url,
    revoked: revoked.url,
    expired: expired.url,
    'of a deleted document': ofDeleted.url,
    'of no document': `/l/${'A'.repeat(32)}`,
    'shorter than a token': '/l/none',
    'with what no token has': '/l/%3Cscript%3E%22',
    'the id of a document': `/l/${id}`,
  }
}

describe('F4 T13: a link that shows no document', () => {
  /** All that tells one answer from another, but for its time and the address that was asked for. */
  const seen = async (path: string, method: string): Promise<unknown> => {
    const { status, headers, text } = await ask(server, method, path)
    const told = [...headers].filter(([name]) => name !== 'date' && name !== 'content-length')
    return { status, headers: told, text: text.replaceAll(path, '/l/…') }
  }

  it.each(['GET', 'HEAD'])(
    'looks to %s like a token that is none, whatever it is',
    async (method) => {
      const doors = await closed()
      const answers = await Promise.all(Object.values(doors).map((path) => seen(path, method)))
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
      expect(answers[0]).toMatchObject({ status: 200 })
    },
  )

  it('says nothing of title, text or people, and what to do', async () => {
    const pages = await Promise.all(Object.values(await closed()).map((path) => get(path)))
    for (const { text, headers } of pages) {
      expect(text).not.toMatch(/Secret title|blanket|tea|ada|og:image|oembed/)
      expect(text).toContain('Ask whoever sent it for a new link.')
      expect(text).toContain('>Open in Sticky</a>')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('etag')).toBeNull()
    }
  })

  it('has no picture and no oEmbed, and does not say why', async () => {
    const doors = Object.values(await closed())
    const pictures = await Promise.all(doors.map((path) => get(`${path}/card.png`)))
    const embeds = await Promise.all(
      doors.map((path) => get(`/oembed?url=${encodeURIComponent(server.url + path)}`)),
    )
    expect(new Set(pictures.map(({ status, text }) => status + text)).size).toBe(1)
    expect(new Set(embeds.map(({ status, text }) => status + text)).size).toBe(1)
    for (const answer of [...pictures, ...embeds])
      expect([answer.status, codeOf(answer)]).toEqual([404, 'not_found'])
  })

  it('is the same for its owner, signed in, and with the password sent along', async () => {
    const doors = await closed()
    for (const path of Object.values(doors)) {
      const asking = { token: ada.session.token, headers: { cookie: 'password=swordfish' } }
      expect((await get(`${path}?password=swordfish`, asking)).text).toBe((await get(path)).text)
    }
  })

  it('F48: nothing is shown any more as soon as it is revoked, to who has it in a cache neither', async () => {
    const id = await written()
    const link = await ada.makeLink(id)
    const page = await get(link.url)
    const drawn = await get(`${link.url}/card.png`)
    await ada.api.revokeLink(id, link.id)
    const again = ifNot(page.headers.get('etag'))
    expect((await get(link.url, again)).text).toContain('There is nothing to read here')
    const picture = await get(`${link.url}/card.png`, ifNot(drawn.headers.get('etag')))
    expect(picture.status).toBe(404)
  })
})

it.each([
  'https://evil.example/l/TOKEN',
  'javascript:alert(1)//l/TOKEN',
  'ORIGIN/d/TOKEN',
  'ORIGIN/l/TOKEN/card.png',
  'ORIGIN/l/%2e%2e/TOKEN',
  'TOKEN',
  '',
])('oEmbed of %j is answered like a link that is none', async (pattern) => {
  const link = await ada.makeLink(await written())
  const url = pattern.replace('ORIGIN', server.url).replace('TOKEN', link.token)
  expect((await get(`/oembed?url=${encodeURIComponent(url)}`)).status).toBe(404)
})

describe('F45: reading the page is a use of its link', () => {
  it('and asking about it is not: HEAD, a copy that is still good, its picture, oEmbed', async () => {
    const link = await ada.makeLink(await written())
    const before = Date.now()
    const page = await get(link.url)
    await get(link.url)
    expect(await usesOf(link)).toBe(2)
    expect((await server.store.links.get(link.id))?.lastUsedAt).toBeGreaterThanOrEqual(before)
    const head = await ask(server, 'HEAD', link.url)
    expect([head.status, head.text]).toEqual([200, ''])
    expect(head.headers.get('etag')).toBe(page.headers.get('etag'))
    const again = ifNot(page.headers.get('etag'))
    expect(await get(link.url, again)).toMatchObject({ status: 304, text: '' })
    await get(`${link.url}/card.png`)
    await get(`/oembed?url=${encodeURIComponent(server.url + link.url)}`)
    expect(await usesOf(link)).toBe(2)
  })

  it('the copy is good until what the page shows is another, and so is that of the picture', async () => {
    const id = await written()
    const link = await ada.makeLink(id)
    for (const path of [link.url, `${link.url}/card.png`]) {
      const first = await get(path)
      const etag = first.headers.get('etag')
      expect(first.headers.get('cache-control')).toBe('private, no-cache')
      const again = ifNot(`"x", ${etag}`)
      expect((await get(path, again)).status).toBe(304)
      await ada.api.append(id, 'more\n')
      const changed = await get(path, again)
      expect([changed.status, changed.headers.get('etag') === etag]).toEqual([200, false])
    }
  })

  it('what a link shows in vain is not counted', async () => {
    const link = await ada.makeLink(await written(), { password: 'swordfish' })
    await get(link.url)
    expect(await usesOf(link)).toBe(0)
  })
})

describe('F4: many who ask at once', () => {
  it('are shown what was read and drawn once', async () => {
    const id = await written('Nobody has seen this before.')
    const links = [await ada.makeLink(id), await ada.makeLink(id, { role: 'edit' })]
    await ada.api.content(id)
    const asked = vi.spyOn(server.bus, 'request')
    onTestFinished(() => asked.mockRestore())
    const count = (name: string): number => asked.mock.calls.filter(([one]) => one === name).length
    const crowd = Array.from({ length: 20 }, () => links.map(({ url }) => url)).flat()
    const pages = await Promise.all(crowd.map((url) => get(url)))
    const pictures = await Promise.all(crowd.map((url) => get(`${url}/card.png`)))
    expect(new Set([...pages, ...pictures].map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(pictures.map(({ headers }) => headers.get('etag'))).size).toBe(1)
    expect([count('preview.html'), count('preview.draw')]).toEqual([1, 1])
  })

  it('R50 T13: from one address are 600 in ten minutes, whether there is such a link or not', async () => {
    const apart = await start({ TRUSTED_PROXIES: 'loopback' })
    onTestFinished(() => apart.close())
    const owner = await apart.person('owner')
    const link = await owner.makeLink(await owner.create('text'))
    const from = (address: string, path: string): Promise<Answer> =>
      ask(apart, 'GET', path, { headers: { 'x-forwarded-for': address } })
    for (let i = 0; i < 600; i += 1) await from('192.0.2.1', '/l/none')
    const embed = `/oembed?url=${encodeURIComponent(apart.url + link.url)}`
    for (const path of [link.url, '/l/none', `${link.url}/card.png`, '/l/none/card.png', embed]) {
      const answer = await from('192.0.2.1', path)
      expect([answer.status, codeOf(answer)]).toEqual([429, 'rate_limited'])
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    expect((await from('192.0.2.2', link.url)).status).toBe(200)
  })
})

describe('hostile texts', () => {
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
})

describe('who holds the address of a link', () => {
  it('T9: learns from a view link no id of an owner, no other link, and no token for more', async () => {
    const id = await ada.share(TEXT, grace, 'edit')
    const others = [
      await ada.makeLink(id, { role: 'edit', label: 'Secret label' }),
      await ada.makeLink(id, { password: 'swordfish' }),
    ]
    const link = await ada.makeLink(id)
    const told = [
      await get(link.url),
      await ask(server, 'HEAD', link.url),
      await get(`${link.url}/card.png`),
      await get(`/oembed?url=${encodeURIComponent(server.url + link.url)}`),
    ]
    const text = told.map(({ text, headers }) => [text, ...[...headers].flat()].join('\n')).join()
    const secrets = [ada.id, grace.id, id, link.id, 'Secret label', ada.session.token]
    for (const secret of [...secrets, ...others.flatMap(({ id, token }) => [id, token])])
      expect(text).not.toContain(secret)
    expect(text).toContain('blanket')
  })

  it('T9 T13: their browser tells nobody the address, and search engines are asked to forget it', async () => {
    const link = await ada.makeLink(await written('[out](https://example.com)'))
    for (const path of [link.url, '/l/none', `${link.url}/card.png`, `${link.url}/open`]) {
      const { headers } = await get(path)
      expect([path, headers.get('referrer-policy')]).toEqual([path, 'no-referrer'])
      expect([path, headers.get('x-robots-tag')]).toEqual([path, 'noindex, nofollow, noarchive'])
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
    const page = await get(link.url)
    expect(tag(page, 'robots')).toBe('noindex, nofollow, noarchive')
    expect(page.text).toContain(
      '<a href="https://example.com" rel="noopener noreferrer nofollow">out</a>',
    )
  })

  it('T13: nothing of it is kept on the server’s disk', async () => {
    const link = await ada.makeLink(await written())
    await get(link.url)
    await get(`${link.url}/card.png`)
    await until('it is counted', async () => (await usesOf(link)) === 1)
    for (const file of readdirSync(server.config.dataDir)) {
      const bytes = readFileSync(join(server.config.dataDir, file))
      expect([file, bytes.includes(link.token)]).toEqual([file, false])
    }
  })
})

it('PUBLIC_URL is where programs are sent, whatever the call says', async () => {
  const apart = await start({ PUBLIC_URL: 'https://sticky.example/' })
  onTestFinished(() => apart.close())
  const owner = await apart.person('owner')
  const link = await owner.makeLink(await owner.create('text'))
  const page = await ask(apart, 'GET', link.url)
  expect(tag(page, 'og:url')).toBe(`https://sticky.example${link.url}`)
  expect(tag(page, 'og:image')).toMatch(/^https:\/\/sticky\.example\/l\//)
  expect(page.text).not.toContain(apart.url)
  const embed = (url: string): Promise<Answer> =>
    ask(apart, 'GET', `/oembed?url=${encodeURIComponent(url)}`)
  expect((await embed(`https://sticky.example${link.url}`)).status).toBe(200)
  expect((await embed(`${apart.url}${link.url}`)).status).toBe(404)
})
