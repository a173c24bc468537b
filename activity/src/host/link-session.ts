import type { Client } from '@sticky/shared/api/client'
import type { LinkSession } from '@sticky/shared/api/links'
import type { Session } from '@sticky/shared/api/sessions'
import { StickyError } from '@sticky/shared/errors'

export type Opening = {
  link: string
  /** In whose name it is tried, one after the other: who is not known any more is passed over. */
  as: readonly Client[]
  /** Asks for the link's password; `problem` says what was wrong with the one before. */
  askPassword: (problem: string | null) => Promise<string>
  /** Asks who they are, where the link is not for everybody. */
  askSignIn: () => Promise<Client>
}

/** What was opened, and with which password, to be said again when the session is renewed. */
export type Opened = { session: LinkSession; password: string | undefined }

/** Opens a share link, asking for what it wants (F45). Throws `StickyError` when it lets them in by no means. */
export const openLink = async (opening: Opening): Promise<Opened> => {
  const clients = [...opening.as]
  let client = clients.shift() ?? (await opening.askSignIn())
  let password: string | undefined
  for (;;) {
    try {
      const said = password === undefined ? {} : { password }
      return { session: await client.openLink(opening.link, said), password }
    } catch (error) {
      if (!(error instanceof StickyError)) throw error
      const { code, message } = error
      if (code === 'unauthenticated') client = clients.shift() ?? (await opening.askSignIn())
      else if (code === 'password_required') password = await opening.askPassword(null)
      else if (code === 'wrong_password') password = await opening.askPassword(message)
      else throw error
    }
  }
}

/** A link session as one that is renewed by its own token. */
export const sessionBy = ({ token, expiresAt, user, document }: LinkSession): Session => ({
  token,
  expiresAt,
  refreshToken: token,
  user,
  start: { documentId: document.id },
})
