import type { OpenDocument } from './open-document.ts'

/** Ties a document to what the browser knows: network, visibility, leaving. Returns how to untie it. */
export const watchPage = (open: OpenDocument): (() => void) => {
  const ties = new AbortController()
  const { signal } = ties
  addEventListener('online', () => open.wake(), { signal })
  addEventListener('offline', () => open.sleep(), { signal })
  addEventListener('pageshow', () => open.wake(), { signal })
  addEventListener('pagehide', () => open.flush(), { signal })
  addEventListener('beforeunload', (event) => warn(open, event), { signal })
  document.addEventListener('resume', () => open.wake(), { signal })
  document.addEventListener('visibilitychange', () => look(open), { signal })
  return () => ties.abort()
}

/** A hidden tab's timers may sleep for minutes: send what is due now, and look at the line when it is shown. */
const look = (open: OpenDocument): void => {
  if (document.visibilityState === 'hidden') open.flush()
  else open.wake()
}

const warn = (open: OpenDocument, event: BeforeUnloadEvent): void => {
  open.flush()
  if (open.status.unsaved > 0) event.preventDefault()
}
