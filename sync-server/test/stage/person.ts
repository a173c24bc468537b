import { Client } from '@sticky/shared/api/client'
import type { PutGrant } from '@sticky/shared/api/grants'
import type { CreatedLink, CreateLink } from '@sticky/shared/api/links'
import type { Session } from '@sticky/shared/api/sessions'
import { Visitor } from './visitor.ts'
import type { Server } from './visitor.ts'

/** With what somebody of this name signs in. */
export const loginOf = (username: string): { username: string; password: string } => ({
  username,
  password: `the password of ${username}`,
})

/** Somebody who is signed in, and what they do with one server. */
export class Person extends Visitor<Session> {
  static async register(server: Server, username: string): Promise<Person> {
    const nobody = new Client({ baseUrl: server.url, fetch, token: () => undefined })
    await nobody.createUser({ ...loginOf(username), displayName: username })
    return Person.signIn(server, username)
  }

  /** Somebody who has registered like this. */
  static async signIn(server: Server, username: string): Promise<Person> {
    const nobody = new Client({ baseUrl: server.url, fetch, token: () => undefined })
    return new Person(server, await nobody.createSession(loginOf(username)))
  }

  /** The same person at another server on the same data. */
  at(server: Server): Person {
    return new Person(server, this.session)
  }

  get id(): string {
    return this.session.user.id
  }

  /** How grants name them. */
  get principal(): string {
    return `user:${this.id}`
  }

  /** Makes a document; answers with its id. */
  async create(content = ''): Promise<string> {
    return (await this.api.createDocument({ title: 'Plan', content })).id
  }

  /** Makes a document in which somebody else may do something too. */
  async share(content: string, guest: Person, role: PutGrant['role']): Promise<string> {
    const document = await this.create(content)
    await this.grant(document, guest, role)
    return document
  }

  async grant(document: string, guest: Person, role: PutGrant['role']): Promise<void> {
    await this.api.putGrant(document, guest.principal, { role })
  }

  async withdraw(document: string, guest: Person): Promise<void> {
    await this.api.deleteGrant(document, guest.principal)
  }

  /** Makes a share link, for anyone to read unless something else is said. */
  makeLink(document: string, more: Partial<CreateLink> = {}): Promise<CreatedLink> {
    return this.api.createLink(document, { role: 'view', audience: 'anyone', ...more })
  }
}
