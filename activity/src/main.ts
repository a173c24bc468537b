import { openDevice } from './device/open.ts'
import type { Account } from './host/account.ts'
import type { Host } from './host/host.ts'
import { documentPage } from './pages/document.ts'
import { documentsPage } from './pages/documents.ts'
import type { Context } from './pages/context.ts'
import { SharedActivity } from './presence/shared-activity.ts'
import { systemClock } from './sync/clock.ts'
import { button } from './ui/button.ts'
import type { View } from './ui/dom.ts'
import { errorText } from './ui/error-text.ts'
import { meta } from './ui/meta.ts'
import { notice } from './ui/notice.ts'

const device = openDevice()

/** `/l/<token>/open`, and nothing that is not shaped like a token (T20). */
const linkInAddress = (path: string): string | undefined =>
  /^\/l\/([\w-]{32})\/open\/?$/.exec(path)?.[1]

/** Discord names its frame in the query. The SDK is loaded only there: it weighs as much as half the editor. */
const findHost = async (): Promise<Host> => {
  const link = linkInAddress(location.pathname)
  if (link !== undefined) return (await import('./host/link.ts')).linkHost(link)
  if (!new URLSearchParams(location.search).has('frame_id'))
    return (await import('./host/browser.ts')).browserHost()
  const clientId = meta('discord-client-id')
  if (clientId === undefined) throw new Error('This server is not set up for Discord.')
  return (await import('./host/discord.ts')).discordHost(clientId)
}

/** With the others of one Activity, where there can be some. */
const meet = (
  host: Host,
  { client }: Account,
  open: (documentId: string) => void,
): SharedActivity | undefined =>
  host.place === undefined
    ? undefined
    : new SharedActivity({ place: host.place(), put: client.putPresence, clock: systemClock, open })

const run = async (host: Host, root: HTMLElement): Promise<void> => {
  let page: View | null = null
  const account = await host.signIn(root)
  const together = meet(host, account, (documentId) => show(documentId))
  const show = (documentId: string | undefined): void => {
    together?.looksAt(documentId)
    page?.destroy()
    page = documentId === undefined ? documentsPage(context) : documentPage(context, documentId)
    root.replaceChildren(page.dom)
  }
  const context: Context = {
    host,
    account,
    device,
    together,
    go: (documentId) => {
      if (documentId === undefined && host.leave !== undefined) return host.leave()
      host.showing(documentId)
      show(documentId)
    },
    signInAgain: () => {
      together?.close()
      page?.destroy()
      host.forget?.()
      void start(host, root)
    },
  }
  host.onNavigate(show)
  show(host.startDocument())
}

const start = async (host: Host | null, root: HTMLElement): Promise<void> => {
  try {
    await run(host ?? (await findHost()), root)
  } catch (error) {
    console.error(error)
    const again = button('Try again', () => void start(host, root), 'primary')
    root.replaceChildren(notice('Sticky could not open', errorText(error), [again]))
  }
}

const root = document.getElementById('app')
if (root !== null) void start(null, root)
