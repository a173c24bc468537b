import type { Session } from '@sticky/shared/api/sessions'
import { signInPage } from '../pages/sign-in.ts'
import { accountOf, anonymous } from './api.ts'
import type { Host } from './host.ts'
import { browserVault } from './vault.ts'

/** A plain web page: the address names the document, people sign in with a password. */
export const browserHost = (): Host => {
  const vault = browserVault()
  let navigate: (documentId: string | undefined) => void = () => {}
  addEventListener('popstate', () => navigate(documentInAddress()))
  return {
    signIn: async (root) => {
      const kept = vault.read()
      return accountOf(kept ?? (await askForSession(root)), vault)
    },
    startDocument: documentInAddress,
    showing: (documentId) => {
      const path = documentId === undefined ? '/' : `/d/${documentId}`
      if (location.pathname !== path) history.pushState(null, '', path)
    },
    onNavigate: (go) => void (navigate = go),
    openLink: (url) => void window.open(url, '_blank', 'noopener,noreferrer'),
    forget: () => vault.write(null),
  }
}

/** `/d/<id>`, and nothing that is not shaped like an id (T20). */
const documentInAddress = (): string | undefined =>
  /^\/d\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/i.exec(location.pathname)?.[1]

/** Asks on `root` until somebody is signed in. */
export const askForSession = (root: HTMLElement): Promise<Session> =>
  new Promise((resolve) => {
    root.replaceChildren(signInPage(anonymous, resolve))
  })
