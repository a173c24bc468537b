import type { Device } from '../device/copy.ts'
import type { Account } from '../host/account.ts'
import type { Host } from '../host/host.ts'
import type { SharedActivity } from '../presence/shared-activity.ts'

/** What a page is given. */
export type Context = {
  host: Host
  account: Account
  device: Device
  /** Absent where nobody else can be in the same Activity. */
  together: SharedActivity | undefined
  /** Shows a document, or the list of documents. */
  go: (documentId: string | undefined) => void
  /** The session is over: sign in again, then come back here. */
  signInAgain: () => void
}
