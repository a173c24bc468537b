import type { BaseInteraction } from 'discord.js'
import { expect, test } from 'vitest'
import { DisplayName } from '@sticky/shared/api/users'
import { StickyError } from '@sticky/shared/errors'
import { createPeople, displayNameOf } from './people.ts'
import { ADA, FakeServer } from './test/fake-api.ts'
import { CHANNEL, FakeInteraction, GUILD } from './test/fake-interaction.ts'

const named = (globalName: string | null, username = 'ada') =>
  displayNameOf({ id: '500000000000001234', globalName, username })

test('names are shown as chosen, whatever the script', () => {
  expect(named('Ada 👩‍🚀')).toBe('Ada 👩‍🚀')
  expect(named('عائشة')).toBe('عائشة')
})

test('names cannot disguise what stands around them (T11)', () => {
  expect(named('Ada\u202Eevil\u0000')).toBe('Adaevil')
  expect(named('  \u200B\u200D ')).toBe('ada')
  expect(named(null, '\u2066')).toBe('User 1234')
})

test('every name is one that the server accepts', () => {
  const hostile = ['x'.repeat(63) + '😀', '\uD800', ' '.repeat(80), '\u2028a', 'a\nb', '']
  for (const name of hostile) expect(DisplayName.safeParse(named(name)).success).toBe(true)
})

test('each interaction proves anew what the channel allows, the name is told once (F9, T22)', async () => {
  const server = new FakeServer()
  const people = createPeople(server.api())
  const interaction = new FakeInteraction().as<BaseInteraction>()
  await people.arrive(interaction)
  const visitor = await people.arrive(interaction)
  expect(server.calls).toEqual([
    'service putIdentity',
    'service putMembership',
    'service putMembership',
  ])
  expect(server.memberships[0]).toEqual({
    userId: ADA,
    channel: `${GUILD}/${CHANNEL}`,
    access: 'edit',
    roles: ['600000000000000001'],
  })
  await visitor.api.card('x')
  expect(server.calls.at(-1)).toBe(`${ADA} card`)
})

test('a failure of the server is not what is known of a person (C7)', async () => {
  const server = new FakeServer()
  const people = createPeople(server.api())
  const { user } = new FakeInteraction().as<BaseInteraction>()
  server.failing.set('putIdentity', new StickyError('unavailable'))
  await expect(people.know(user)).rejects.toThrow(StickyError)
  await expect(people.know(user)).resolves.toMatchObject({ id: ADA })
})

test('after a failure a person is introduced afresh (C7)', async () => {
  const server = new FakeServer()
  const people = createPeople(server.api())
  const interaction = new FakeInteraction().as<BaseInteraction>()
  await people.arrive(interaction)
  server.failing.set('putMembership', new StickyError('not_found'))
  await expect(people.arrive(interaction)).rejects.toThrow(StickyError)
  await people.arrive(interaction)
  expect(server.calls.filter((call) => call.endsWith('putIdentity'))).toHaveLength(2)
})
