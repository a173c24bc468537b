import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ask, codeOf, ifNot, metaOf } from './stage/http.ts'
import { linkPages, PICNIC } from './stage/link-page.ts'
import { expire, inAnHour } from './stage/links.ts'
import { setStage } from './stage/stage.ts'
import { until } from './stage/until.ts'

const { server, ada, grace } = await setStage(['ada', 'grace'])
const { written, get, usesOf } = linkPages(server, ada)

/** Addresses that show no document, by why; all are made anew for each test that looks at them. */
const closed = async (): Promise<Record<string, string>> => {
  const id = await written(PICNIC, 'Secret title')
  const deleted = await written(PICNIC, 'Secret title')
  const revoked = await ada.makeLink(id, { role: 'edit' })
  await ada.api.revokeLink(id, revoked.id)
  const expired = await ada.makeLink(id, { expiresAt: inAnHour() })
  expire(server, expired)
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

describe('who holds the address of a link', () => {
  it('T9: learns from a view link no id of an owner, no other link, and no token for more', async () => {
    const id = await ada.share(PICNIC, grace, 'edit')
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
    expect(metaOf(page, 'robots')).toBe('noindex, nofollow, noarchive')
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
