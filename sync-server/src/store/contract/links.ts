import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { NewLink } from '../types.ts'
import { newLink, START } from './world.ts'
import type { Stories, World } from './world.ts'

const ALL = { after: null, limit: 100 }

const create = async (world: World, more: Partial<NewLink> = {}): Promise<NewLink> => {
  const link = await newLink(world, more)
  await world.store.links.create(link)
  return link
}

const unused = { useCount: 0, lastUsedAt: null, revokedAt: null }

export const linkStories: Stories = (world) => {
  describe('links', () => {
    test('F45: a link comes back as it was, by its id and by the hash of its token, also after a restart', async () => {
      const bare = await create(world())
      const full = await create(world(), {
        role: 'edit',
        audience: 'granted',
        label: 'Für Łukasz 😀',
        expiresAt: START + 1,
        passwordHash: 'argon2',
      })
      await world().restart()
      const { links } = world().store
      for (const link of [bare, full]) {
        expect(await links.get(link.id)).toEqual({ ...link, ...unused })
        expect(await links.byToken(link.tokenHash)).toEqual({ ...link, ...unused })
      }
      expect(await links.get(randomUUID())).toBeNull()
      expect(await links.byToken('another hash')).toBeNull()
    })

    test('T13: no two links have one token', async () => {
      const { tokenHash } = await create(world())
      await expect(create(world(), { tokenHash })).rejects.toBeInstanceOf(Error)
    })

    test('F45: a document lists its own links in the order of their ids, in pages, without those revoked', async () => {
      const document = await world().document()
      await create(world())
      const made = await Promise.all(
        Array.from({ length: 5 }, async () => create(world(), { document })),
      )
      const ids = made.map(({ id }) => id).sort()
      const { links } = world().store
      const page = async (after: string | null, limit: number) =>
        (await links.of(document, { after, limit })).map(({ id }) => id)
      expect(await page(null, 100)).toEqual(ids)
      expect(await page(null, 2)).toEqual(ids.slice(0, 2))
      expect(await page(ids[1] ?? '', 2)).toEqual(ids.slice(2, 4))
      await links.revoke(document, ids[2] ?? '', START)
      expect(await page(ids[1] ?? '', 2)).toEqual(ids.slice(3, 5))
      expect(await page(ids[4] ?? '', 2)).toEqual([])
    })

    test('F45: every use counts, also those of the same instant, until it is revoked', async () => {
      const { id, document } = await create(world())
      const { links } = world().store
      const uses = await Promise.all([1, 2, 3].map((after) => links.use(id, START + after)))
      expect(uses).toEqual([true, true, true])
      await links.revoke(document, id, START + 9)
      expect(await links.use(id, START + 10)).toBe(false)
      expect(await links.use(randomUUID(), START)).toBe(false)
      const counted = { useCount: 3, lastUsedAt: START + 3, revokedAt: START + 9 }
      expect(await links.get(id)).toMatchObject(counted)
    })

    test('R31: revoking starts a new epoch, once; making and using a link do not', async () => {
      const document = await world().document()
      const epoch = async () => (await world().head(document)).epoch
      const before = await epoch()
      const { id } = await create(world(), { document })
      const { links } = world().store
      await links.use(id, START)
      expect(await epoch()).toBe(before)
      expect(await links.revoke(document, id, START)).toBe(true)
      expect(await epoch()).toBe(before + 1)
      expect(await links.revoke(document, id, START + 1)).toBe(false)
      expect(await epoch()).toBe(before + 1)
      expect(await links.get(id)).toMatchObject({ revokedAt: START })
    })

    test('T3: a link is revoked through its own document only', async () => {
      const { id, document } = await create(world())
      const mine = await world().document()
      const { epoch } = await world().head(mine)
      const { links } = world().store
      expect(await links.revoke(mine, id, START)).toBe(false)
      expect((await world().head(mine)).epoch).toBe(epoch)
      expect(await links.of(document, ALL)).toHaveLength(1)
    })
  })
}
