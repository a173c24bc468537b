import type { Place } from '../presence/shared-activity.ts'
import type { Account } from './account.ts'

/** Where Sticky runs: inside Discord or on a plain web page. Everything that differs between them is here. */
export type Host = {
  /** Signs somebody in, asking them on `root` if need be. */
  signIn(root: HTMLElement): Promise<Account>
  /** The document to begin with, if one is known after signing in. */
  startDocument(): string | undefined
  /** Where several people are in one Activity; absent on a web page. Known once they are signed in. */
  place?: () => Place
  /** The page shows this document now, or none. */
  showing(documentId: string | undefined): void
  /** Goes to where there is more than this document; absent where that is the list of documents. */
  leave?: () => void
  /** Calls back when somebody navigates by the host's own means (Back, Forward). */
  onNavigate(go: (documentId: string | undefined) => void): void
  /** Opens an outside address without leaving the page. */
  openLink(url: string): void
  /** Forgets who is signed in, so that `signIn` asks; absent where the host itself knows. */
  forget?: () => void
}
