import { Client } from '@sticky/shared/api/client'
import type { CreatedLink, LinkSession } from '@sticky/shared/api/links'
import { Visitor } from './visitor.ts'
import type { Server } from './visitor.ts'

/** `as`: signed in as somebody, or with the session of an earlier visit. */
export type Opening = { as?: Pick<Visitor, 'session'>; password?: string }

/** Somebody who came by a share link, and what they do with one server. */
export class Guest extends Visitor<LinkSession> {
  static async by(
    server: Server,
    { token }: Pick<CreatedLink, 'token'>,
    { as, password }: Opening = {},
  ): Promise<Guest> {
    const holder = new Client({ baseUrl: server.url, fetch, token: () => as?.session.token })
    const session = await holder.openLink(token, password === undefined ? {} : { password })
    return new Guest(server, session)
  }
}
