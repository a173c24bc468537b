import { Client } from '@sticky/shared/api/client'
import { passwordPage } from '../pages/link-password.ts'
import { accountOf, anonymous, timedFetch } from './api.ts'
import { askForSession } from './browser.ts'
import type { Host } from './host.ts'
import { openLink, sessionBy } from './link-session.ts'
import { browserVault } from './vault.ts'
import type { Vault } from './vault.ts'

/**
 * A share link on a plain web page: its document and nothing else, for a guest or for who is signed in in this browser.
 * A guest who comes back is the same guest.
 */
export const linkHost = (link: string): Host => {
  const vault = browserVault(`sticky.link.${link}`)
  return {
    signIn: async (root) => {
      const own = browserVault()
      const { session, password } = await openLink({
        link,
        as: [...keptBy(vault), ...accountIn(own), anonymous],
        askPassword: (problem) =>
          new Promise((resolve) => root.replaceChildren(passwordPage(problem, resolve))),
        askSignIn: async () => accountOf(await askForSession(root), own).client,
      })
      return accountOf(sessionBy(session), vault, async (token) =>
        sessionBy(await bearing(token).openLink(link, password === undefined ? {} : { password })),
      )
    },
    startDocument: () => vault.read()?.start?.documentId,
    showing: () => {},
    leave: () => location.assign(`/l/${link}`),
    onNavigate: () => {},
    openLink: (url) => void window.open(url, '_blank', 'noopener,noreferrer'),
    forget: () => vault.write(null),
  }
}

const bearing = (token: string): Client =>
  new Client({ baseUrl: '', fetch: timedFetch, token: () => token })

const keptBy = (vault: Vault): Client[] => {
  const kept = vault.read()
  return kept === null ? [] : [bearing(kept.token)]
}

const accountIn = (vault: Vault): Client[] => {
  const kept = vault.read()
  return kept === null ? [] : [accountOf(kept, vault).client]
}
