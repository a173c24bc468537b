import Database from 'better-sqlite3'
import { ask } from './http.ts'
import type { Answer, Asking } from './http.ts'
import type { Person } from './person.ts'
import type { TestServer } from './server.ts'
import type { Visitor } from './visitor.ts'

/** One raw call of the API; null: by somebody without a token. */
export const askAs = (
  server: TestServer,
  who: Visitor | null,
  method: string,
  path: string,
  asking: Asking = {},
): Promise<Answer> =>
  who === null ? ask(server, method, `/api/v1${path}`, asking) : who.ask(method, path, asking)

/** The time of a link that was made to expire has come. */
export const expire = ({ config }: TestServer, link: { id: string }): void => {
  const db = new Database(config.databasePath)
  db.prepare('UPDATE links SET expires_at = ? WHERE id = ?').run(Date.now(), link.id)
  db.close()
}

/** When a link ends that lives for an hour, ms since 1970. */
export const inAnHour = (): number => Date.now() + 3_600_000

/** Anybody may read by it. */
export const VIEW = { role: 'view', audience: 'anyone' } as const

/** A document of the owner's that `editor` may edit and `reader` may read. */
export const shareTea = async (owner: Person, editor: Person, reader: Person): Promise<string> => {
  const id = await owner.share('- [ ] tea\n', editor, 'edit')
  await owner.grant(id, reader, 'view')
  return id
}
