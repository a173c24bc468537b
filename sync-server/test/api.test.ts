import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Document, DocumentPage } from '@sticky/shared/api/documents'
import type { GrantList } from '@sticky/shared/api/grants'
import { codeOf, fieldsOf } from './stage/http.ts'
import type { Answer } from './stage/http.ts'
import type { Person } from './stage/person.ts'
import { setStage } from './stage/stage.ts'
import { until } from './stage/until.ts'

const CHANNEL = 'channel:100000000000000001/200000000000000001'

const { server, ada, grace, stranger } = await setStage(['ada', 'grace', 'stranger'])

describe('documents over HTTP', () => {
  const create = async (more: object = {}, who = ada): Promise<Document> => {
    const answer = await who.ask('POST', '/documents', { body: { title: 'Plan', ...more } })
    expect(answer.status).toBe(201)
    return answer.body as Document
  }
  const list = async (who: Person, query: string): Promise<DocumentPage> =>
    (await who.ask('GET', `/documents${query}`)).body as DocumentPage
  const put = (id: string, text: string, ifMatch?: string, who = ada): Promise<Answer> =>
    who.ask('PUT', `/documents/${id}/content`, {
      body: text,
      headers: {
        'content-type': 'text/markdown',
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      },
    })
  const read = (id: string, who = ada): Promise<Answer> =>
    who.ask('GET', `/documents/${id}/content`)

  describe('F42', () => {
    it('creates, renames, deletes and restores', async () => {
      const { id, ...rest } = await create({ title: '  Plan 😀 ' })
      expect(rest).toMatchObject({
        title: 'Plan 😀',
        role: 'own',
        createdBy: { id: ada.id, displayName: 'ada' },
      })
      const renamed = await ada.ask('PATCH', `/documents/${id}`, { body: { title: 'Better' } })
      expect(renamed.body).toMatchObject({ id, title: 'Better' })
      expect((await ada.ask('DELETE', `/documents/${id}`)).status).toBe(204)
      expect((await ada.ask('GET', `/documents/${id}`)).status).toBe(404)
      expect((await read(id)).status).toBe(404)
      const restored = await ada.ask('POST', `/documents/${id}/restore`)
      expect(restored.body).toMatchObject({ id, title: 'Better' })
      expect((await ada.ask('GET', `/documents/${id}`)).status).toBe(200)
    })

    it.each(['', ' ', 'a\nb', 'a\u202Eb', 'x'.repeat(201)])(
      'the title %j is refused (T11)',
      async (title) => {
        const answer = await ada.ask('POST', '/documents', { body: { title } })
        expect([answer.status, fieldsOf(answer)]).toEqual([400, ['title']])
      },
    )

    it('every wrong field is named at once, nested ones too', async () => {
      const body = { title: '', content: 7, grants: [{ principal: 'everybody', role: 'god' }] }
      expect(fieldsOf(await ada.ask('POST', '/documents', { body }))).toEqual([
        'content',
        'grants.0.principal',
        'grants.0.role',
        'title',
      ])
    })

    it('R50: a first text of too many bytes is refused, few characters or not', async () => {
      const body = { title: 'Large', content: '€'.repeat(100_000) }
      const answer = await ada.ask('POST', '/documents', { body })
      expect([answer.status, codeOf(answer)]).toEqual([413, 'too_large'])
    })

    it('the creator owns it, whatever the grants say', async () => {
      const grants = [{ principal: ada.principal, role: 'view' }]
      const answer = await ada.ask('POST', '/documents', { body: { title: 'Trap', grants } })
      expect(codeOf(answer)).toBe('last_owner')
    })
  })

  describe('F42: the text', () => {
    it('is read as markdown with an ETag, as plain text and as JSON', async () => {
      const { id } = await create({ content: '# Hi\n' })
      const markdown = await read(id)
      expect(markdown.text).toBe('# Hi\n')
      expect(markdown.headers.get('content-type')).toMatch(/^text\/markdown/)
      expect(markdown.headers.get('etag')).toMatch(/^".+"$/)
      const json = await ada.ask('GET', `/documents/${id}/content?format=json`)
      const etag = markdown.headers.get('etag')
      expect(json.body).toEqual({ title: 'Plan', text: '# Hi\n', etag, seq: 1 })
      const plain = await ada.ask('GET', `/documents/${id}/content?format=txt`)
      expect(plain.headers.get('content-type')).toMatch(/^text\/plain/)
      expect((await ada.ask('GET', `/documents/${id}/content?format=exe`)).status).toBe(400)
    })

    it('R64 R65: PUT becomes edits that a live editor sees, around what others type', async () => {
      const { id } = await create({ content: 'one two three' })
      const editor = await ada.openPlain(id)
      await until('it is there', () => editor.text.toJSON() === 'one two three')
      const cursor = editor.text.toJSON().indexOf('three')
      const etag = (await read(id)).headers.get('etag') ?? ''
      const deltas: unknown[] = []
      editor.text.observe((event) => deltas.push(event.delta))
      expect((await put(id, 'one 2 three', etag)).status).toBe(200)
      await until('it arrives', () => editor.text.toJSON() === 'one 2 three')
      // the words around it were not replaced: a cursor before "three" stays there
      expect(JSON.stringify(deltas)).not.toContain('three')
      expect(cursor).toBe(8)
    })

    it('PUT needs the ETag of the text it is based on; another one is 412 and changes nothing', async () => {
      const { id } = await create({ content: 'first' })
      const etag = (await read(id)).headers.get('etag') ?? ''
      const saved = await put(id, 'second', etag)
      expect(saved.headers.get('etag')).not.toBe(etag)
      expect(saved.headers.get('etag')).toBe((await read(id)).headers.get('etag'))
      const late = await put(id, 'third', etag)
      expect([late.status, codeOf(late)]).toEqual([412, 'precondition_failed'])
      expect((await put(id, 'third')).status).toBe(400)
      expect((await read(id)).text).toBe('second')
    })

    it('F7: PUT with the entry up to which the text was read keeps what others have written since', async () => {
      const { id } = await create({ content: 'one two three' })
      const opened = await ada.api.contentJson(id)
      const editor = await ada.openPlain(id)
      await until('it is there', () => editor.text.toJSON() === opened.text)
      await ada.api.append(id, 'four')
      await until('it arrives', () => editor.text.toJSON().endsWith('four'))
      await ada.api.writeContent(id, 'one 2 three', opened.etag, opened.seq)
      await until('it arrives', () => editor.text.toJSON() === 'one 2 three\nfour')
      expect(await ada.api.content(id)).toBe('one 2 three\nfour')
      const wrong = ada.api.writeContent(id, 'x', '"another"', opened.seq)
      await expect(wrong).rejects.toMatchObject({ code: 'precondition_failed' })
      const ahead = ada.api.writeContent(id, 'x', opened.etag, 99)
      await expect(ahead).rejects.toMatchObject({ code: 'precondition_failed' })
      const unnumbered = await ada.ask('PUT', `/documents/${id}/content?base=now`, {
        body: 'x',
        headers: { 'content-type': 'text/markdown', 'if-match': opened.etag },
      })
      expect(unnumbered.status).toBe(400)
      expect(await ada.api.content(id)).toBe('one 2 three\nfour')
    })

    it('PUT takes text only, and not too much', async () => {
      const { id } = await create()
      const body = { text: 'x' }
      const json = await ada.ask('PUT', `/documents/${id}/content`, { body })
      expect([json.status, codeOf(json)]).toEqual([415, 'unsupported_type'])
      expect((await put(id, 'x'.repeat(300_000), '"e"')).status).toBe(413)
    })

    it('appends on a line of its own', async () => {
      const { id } = await create({ content: 'a' })
      const append = (markdown: string) =>
        ada.ask('POST', `/documents/${id}/append`, { body: { markdown } })
      const answer = await append('b\n')
      expect(answer.body).toEqual({ seq: 2 })
      await append('c')
      expect((await read(id)).text).toBe('a\nb\nc')
      expect((await append('')).status).toBe(400)
    })
  })

  describe('F43: lists', () => {
    it('pages without a gap or a duplicate, and says when it is at its end', async () => {
      const who = await server.person('collector')
      const titles = ['b', 'Ä', 'a', 'ä', 'B']
      for (const title of titles) await create({ title }, who)
      const seen: string[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const next = cursor === '' ? '' : `&cursor=${cursor}`
        const page = await list(who, `?sort=title&order=asc&limit=2${next}`)
        expect(page.items.length).toBeLessThanOrEqual(2)
        seen.push(...page.items.map(({ title }) => title))
        cursor = page.nextCursor
      }
      const all = await list(who, '?sort=title&order=asc')
      expect(seen).toEqual(all.items.map(({ title }) => title))
      expect(seen.sort()).toEqual(titles.sort())
    })

    it('tells owned from shared, with the role that I have', async () => {
      const { id } = await create()
      await ada.grant(id, grace, 'edit')
      const found = (await list(grace, '?scope=shared')).items.find((one) => one.id === id)
      expect(found).toMatchObject({ role: 'edit', createdBy: { displayName: 'ada' } })
      expect((await list(grace, '')).items.map((one) => one.id)).not.toContain(id)
      expect((await list(stranger, '?scope=shared')).items).toEqual([])
    })

    it.each([
      ['scope', 'all'],
      ['sort', 'size'],
      ['order', 'up'],
      ['limit', '0'],
      ['limit', '101'],
      ['limit', 'x'],
    ])('T19: %s=%s is 400 and named', async (name, value) => {
      const answer = await ada.ask('GET', `/documents?${name}=${value}`)
      expect([answer.status, fieldsOf(answer)]).toEqual([400, [name]])
    })

    it.each(['nonsense', Buffer.from('[1]').toString('base64url'), 'title'])(
      'a cursor that we did not make is 400: %s',
      async (made) => {
        await create()
        const cursor = made === 'title' ? Buffer.from('["a","b"]').toString('base64url') : made
        expect((await ada.ask('GET', `/documents?sort=created&cursor=${cursor}`)).status).toBe(400)
      },
    )
  })

  describe('F44: sharing', () => {
    const grants = (id: string, who = ada): Promise<Answer> =>
      who.ask('GET', `/documents/${id}/grants`)
    const share = (id: string, principal: string, role: string, who = ada): Promise<Answer> =>
      who.ask('PUT', `/documents/${id}/grants/${encodeURIComponent(principal)}`, { body: { role } })
    const withdraw = (id: string, principal: string, who = ada): Promise<Answer> =>
      who.ask('DELETE', `/documents/${id}/grants/${encodeURIComponent(principal)}`)

    it('the owner sees who has what, by name, changes it and withdraws it', async () => {
      const { id } = await create()
      const shared = await share(id, grace.principal, 'view')
      expect(shared.body).toMatchObject({ name: 'grace', role: 'view', grantedBy: ada.id })
      await share(id, grace.principal, 'edit')
      const { items } = (await grants(id)).body as GrantList
      expect(items.map(({ name, role }) => [name, role])).toEqual([
        ['ada', 'own'],
        ['grace', 'edit'],
      ])
      expect((await put(id, 'hers', '"stale"', grace)).status).toBe(412)
      expect((await withdraw(id, grace.principal)).status).toBe(200)
      expect((await read(id, grace)).status).toBe(404)
      expect((await withdraw(id, grace.principal)).status).toBe(404)
    })

    it('the last owner stays; another one lets them go', async () => {
      const { id } = await create()
      for (const answer of [
        await withdraw(id, ada.principal),
        await share(id, ada.principal, 'edit'),
      ]) {
        expect([answer.status, codeOf(answer)]).toEqual([409, 'last_owner'])
      }
      await share(id, grace.principal, 'own')
      expect((await withdraw(id, ada.principal)).status).toBe(200)
      expect((await grace.ask('GET', `/documents/${id}`)).body).toMatchObject({ role: 'own' })
    })

    it('a reader may leave, but neither see nor change what others have', async () => {
      const { id } = await create()
      await share(id, grace.principal, 'edit')
      expect((await grants(id, grace)).status).toBe(403)
      expect((await share(id, grace.principal, 'own', grace)).status).toBe(403)
      expect((await share(id, stranger.principal, 'view', grace)).status).toBe(403)
      expect((await withdraw(id, ada.principal, grace)).status).toBe(403)
      expect((await withdraw(id, grace.principal, grace)).status).toBe(200)
    })

    it('not with nobody, nor with a channel where I was not seen, nor by a name (T14)', async () => {
      const { id } = await create()
      expect((await share(id, `user:${randomUUID()}`, 'view')).status).toBe(404)
      expect((await share(id, CHANNEL, 'view')).status).toBe(403)
      for (const principal of ['user:grace', 'grace', 'channel:1/2', `user:${grace.id} `, '*']) {
        expect([principal, (await share(id, principal, 'view')).status]).toEqual([principal, 400])
      }
    })

    it.each(['none', 'admin', 'VIEW', '', null, 3])('T19: the role %j is 400', async (role) => {
      const { id } = await create()
      const path = `/documents/${id}/grants/user:${grace.id}`
      const answer = await ada.ask('PUT', path, { body: { role } })
      expect([answer.status, fieldsOf(answer)]).toEqual([400, ['role']])
    })
  })

  describe('who may do what', () => {
    const grant = { principal: '', role: 'view' }
    const routes: [method: string, path: string, needs: 'view' | 'edit' | 'own', body?: unknown][] =
      [
        ['GET', '', 'view'],
        ['PATCH', '', 'edit', { title: 'x' }],
        ['DELETE', '', 'own'],
        ['POST', '/restore', 'own'],
        ['GET', '/content', 'view'],
        ['PUT', '/content', 'edit', 'text'],
        ['POST', '/append', 'edit', { markdown: 'x' }],
        ['GET', '/grants', 'own'],
        ['PUT', '/grants/user:ID', 'own', { role: grant.role }],
        ['DELETE', '/grants/user:ID', 'own'],
        ['POST', '/tickets', 'view'],
        ['GET', '/card', 'view'],
        ['GET', '/card.png', 'view'],
      ]
    const call = (who: Person, id: string, [method, path, , body]: (typeof routes)[number]) =>
      who.ask(method, `/documents/${id}${path.replace('ID', ada.id)}`, {
        ...(body === undefined ? {} : { body }),
        headers:
          typeof body === 'string' ? { 'content-type': 'text/markdown', 'if-match': '"x"' } : {},
      })

    it.each(routes)(
      'T3 T5: a stranger hears of %s %s what an unknown id gets',
      async (...route) => {
        const { id } = await create({ content: 'secret' })
        const foreign = await call(stranger, id, route)
        const unknown = await call(stranger, randomUUID(), route)
        expect([foreign.status, foreign.text]).toEqual([404, unknown.text])
        expect((await call(stranger, 'not-an-id', route)).status).toBe(400)
      },
    )

    it.each(routes.filter(([, , needs]) => needs !== 'view'))(
      'T4: a viewer may not %s %s',
      async (...route) => {
        const { id } = await create({ grants: [{ principal: grace.principal, role: 'view' }] })
        expect((await call(grace, id, route)).status).toBe(403)
        expect((await ada.ask('GET', `/documents/${id}`)).body).toMatchObject({ title: 'Plan' })
        expect((await read(id)).text).toBe('')
      },
    )

    it('T4: a deleted document comes back through its owner only', async () => {
      const { id } = await create({ grants: [{ principal: grace.principal, role: 'edit' }] })
      await ada.ask('DELETE', `/documents/${id}`)
      expect((await stranger.ask('POST', `/documents/${id}/restore`)).status).toBe(404)
      expect((await grace.ask('POST', `/documents/${id}/restore`)).status).toBe(403)
      for (const route of routes.filter(([, path]) => path !== '/restore')) {
        expect([route[1], (await call(ada, id, route)).status]).toEqual([route[1], 404])
      }
    })

    it('R33: who may tick has a ticket that says so, and edits nothing', async () => {
      const { id } = await create({ grants: [{ principal: grace.principal, role: 'tick' }] })
      expect(await grace.api.createTicket(id)).toMatchObject({ role: 'tick' })
      const body = { markdown: 'x' }
      expect((await grace.ask('POST', `/documents/${id}/append`, { body })).status).toBe(403)
    })
  })
})
