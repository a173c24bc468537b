import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newWorld } from '../../test/stage/store.ts'
import { LocalBus } from '../bus/local/local.ts'
import { Accounts } from '../users/accounts.ts'
import { Tokens } from '../users/tokens.ts'
import { Guilds } from './guilds.ts'
import { HtmlImports } from './html-imports.ts'
import { Library } from './library.ts'
import { LinkSessions } from './link-sessions.ts'
import { ShareLinks } from './links.ts'
import { Memberships } from './memberships.ts'
import { Permissions } from './permissions.ts'
import { Readings } from './readings.ts'

let sessions: LinkSessions
/** Makes a link to a document of its own, with the password "right" if nothing else is said. */
let newLink: (password?: string | null) => Promise<string>

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const { store, world, folder } = await newWorld()
  const bus = new LocalBus()
  const memberships = new Memberships(store, bus)
  const permissions = new Permissions(store, memberships)
  const tokens = await Tokens.open(join(folder, 'key.json'))
  const accounts = new Accounts({ store, bus, tokens, openRegistration: true })
  const imports = new HtmlImports(new Readings(bus))
  const guilds = new Guilds({ store, bus, memberships })
  const library = new Library({ store, bus, permissions, memberships, guilds, imports })
  sessions = new LinkSessions({ store, accounts, permissions, library })
  newLink = async (password = 'right') => {
    const owner = await world.user()
    const document = await world.document({ owner })
    const secured = password === null ? {} : { password }
    const link = { role: 'view', audience: 'anyone', ...secured } as const
    return (await new ShareLinks({ store, bus, permissions }).create(owner, document, link)).token
  }
})
afterEach(() => void vi.useRealTimers())

/** How the server answers a try: `let in`, or the code of why not. */
const guess = (token: string, password: string | undefined, address: string): Promise<string> =>
  sessions.open(token, { caller: null, address, password }).then(
    () => 'let in',
    (error: { code: string }) => error.code,
  )

test('T15: the password of a link can be guessed 30 times an hour, from however many addresses, at once or not', async () => {
  const token = await newLink()
  const guesses = Array.from({ length: 40 }, (_, i) => guess(token, 'wrong', `address ${i}`))
  const outcomes = await Promise.all(guesses)
  expect(outcomes.filter((one) => one === 'wrong_password')).toHaveLength(30)
  expect(outcomes.filter((one) => one === 'rate_limited')).toHaveLength(10)
  // nor would the right one be told from the wrong ones
  expect(await guess(token, 'right', 'another address')).toBe('rate_limited')
  expect(await guess(await newLink(), 'right', 'address 1')).toBe('let in')
  vi.setSystemTime(Date.now() + 3_600_000)
  expect(await guess(token, 'right', 'another address')).toBe('let in')
})

test('T15: from one address 20 wrong passwords in a quarter of an hour, for however many links', async () => {
  const tokens = await Promise.all(Array.from({ length: 3 }, () => newLink()))
  for (let i = 0; i < 20; i += 1)
    expect(await guess(tokens[i % 3] ?? '', 'wrong', 'here')).toBe('wrong_password')
  for (const token of tokens) expect(await guess(token, 'right', 'here')).toBe('rate_limited')
  // what was not looked at does not count against the link
  for (let i = 0; i < 30; i += 1) await guess(tokens[0] ?? '', 'wrong', 'here')
  expect(await guess(tokens[0] ?? '', 'right', 'there')).toBe('let in')
  vi.setSystemTime(Date.now() + 15 * 60_000)
  expect(await guess(tokens[0] ?? '', 'right', 'here')).toBe('let in')
})

test('T15: who knows the password may open the link more often than others may guess', async () => {
  const token = await newLink()
  for (let i = 0; i < 40; i += 1) expect(await guess(token, 'right', 'here')).toBe('let in')
})

test('R50 T15: a link is opened 600 times in ten minutes from one address, and 3,000 times from all', async () => {
  const [token, other] = [await newLink(null), await newLink(null)]
  const times = async (count: number, address: (i: number) => string): Promise<number> => {
    const opening = Array.from({ length: count }, (_, i) => guess(token, undefined, address(i)))
    return (await Promise.all(opening)).filter((outcome) => outcome === 'let in').length
  }
  expect(await times(650, () => 'here')).toBe(600)
  expect(await guess(other, undefined, 'here')).toBe('rate_limited')
  expect(await guess(token, undefined, 'there')).toBe('let in')
  expect(await times(2_450, (i) => `address ${i}`)).toBe(2_399)
  expect(await guess(other, undefined, 'there')).toBe('let in')
  vi.setSystemTime(Date.now() + 600_000)
  expect(await guess(token, undefined, 'here')).toBe('let in')
}, 30_000)
