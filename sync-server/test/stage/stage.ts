import { afterAll } from 'vitest'
import type { Person } from './person.ts'
import { start } from './server.ts'
import type { TestServer } from './server.ts'

type Stage<Name extends string> = { server: TestServer } & Record<Name, Person>

/** One server for all tests of a file, and people who are signed in there, called by their names. */
export const setStage = async <Name extends string>(
  names: readonly Name[],
  settings: Record<string, string> = {},
): Promise<Stage<Name>> => {
  const server = await start(settings)
  afterAll(() => server.close())
  const people = await Promise.all(names.map((name) => server.person(name)))
  const called = Object.fromEntries(names.map((name, i) => [name, people[i]]))
  return { server, ...(called as Record<Name, Person>) }
}
