import { systemClock } from '../sync/clock.ts'
import { OpenDocument } from '../sync/open-document.ts'
import { openWebSocket } from '../sync/socket.ts'
import { watchPage } from '../sync/watch-page.ts'
import type { Context } from './context.ts'

/** Opens a document as this browser does it. */
export const openDocument = ({ account, device }: Context, documentId: string): OpenDocument => {
  const open = new OpenDocument({
    device,
    user: account.person.id,
    document: documentId,
    origin: location.origin.replace(/^http/, 'ws'),
    ticket: () => account.client.createTicket(documentId),
    openSocket: openWebSocket,
    clock: systemClock,
    left: () => unwatch(),
  })
  const unwatch = watchPage(open)
  return open
}
