import type { PageMessage } from '../../../src/wire/control.ts'
import type { Press } from '../component/context.ts'
import type { Names } from '../markdown/draw.ts'
import type { Connection } from '../session/connection.ts'
import type { Store } from '../session/store.ts'

/** What drawn messages need of their surroundings. */
export interface MessageContext {
  store: Store
  connection: Connection
  names: Names
  press: (message: PageMessage, press: Press, control: HTMLElement) => void
  /** Puts a field in the place of a message's text. */
  rewrite: (message: PageMessage) => void
}
