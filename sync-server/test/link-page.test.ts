import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { ask, codeOf, ifNot, metaOf } from './stage/http.ts'
import type { Answer } from './stage/http.ts'
import { linkPages } from './stage/link-page.ts'
import { start } from './stage/server.ts'
import { setStage } from './stage/stage.ts'

const { server, ada } = await setStage(['ada'])
const { written, get, usesOf } = linkPages(server, ada)

const picture = (path: string): Promise<Response> => fetch(`${server.url}${path}`)

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
    expect(metaOf(page, 'og:title')).toBe('Picnic')
    expect(metaOf(page, 'og:description')).toContain('Bring tea &amp; cake.')
    expect(metaOf(page, 'og:url')).toBe(address)
    expect(metaOf(page, 'twitter:card')).toBe('summary_large_image')
    expect([metaOf(page, 'og:image:width'), metaOf(page, 'og:image:height')]).toEqual([
      '1200',
      '630',
    ])
    const drawn = await fetch(metaOf(page, 'og:image') ?? '')
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
      thumbnail_url: metaOf(page, 'og:image'),
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
    expect(metaOf(after, 'og:image')).not.toBe(metaOf(before, 'og:image'))
    await ada.api.renameDocument(id, 'Tea')
    expect(metaOf(await get(link.url), 'og:title')).toBe('Tea')
  })

  it('says so when nothing is written yet', async () => {
    const page = await get((await ada.makeLink(await written(''))).url)
    expect(page.text).toContain('Nothing is written here yet.')
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

it('PUBLIC_URL is where programs are sent, whatever the call says', async () => {
  const apart = await start({ PUBLIC_URL: 'https://sticky.example/' })
  onTestFinished(() => apart.close())
  const owner = await apart.person('owner')
  const link = await owner.makeLink(await owner.create('text'))
  const page = await ask(apart, 'GET', link.url)
  expect(metaOf(page, 'og:url')).toBe(`https://sticky.example${link.url}`)
  expect(metaOf(page, 'og:image')).toMatch(/^https:\/\/sticky\.example\/l\//)
  expect(page.text).not.toContain(apart.url)
  const embed = (url: string): Promise<Answer> =>
    ask(apart, 'GET', `/oembed?url=${encodeURIComponent(url)}`)
  expect((await embed(`https://sticky.example${link.url}`)).status).toBe(200)
  expect((await embed(`${apart.url}${link.url}`)).status).toBe(404)
})
