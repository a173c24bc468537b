import type { Provider } from './provider.ts'

/** Ties a provider to what the browser knows: network, visibility, leaving. Returns how to untie it. */
export const watchPage = (provider: Provider): (() => void) => {
  const ties = new AbortController()
  const { signal } = ties
  addEventListener('online', () => provider.wake(), { signal })
  addEventListener('offline', () => provider.sleep(), { signal })
  addEventListener('pagehide', () => provider.flush(), { signal })
  addEventListener('beforeunload', (event) => warn(provider, event), { signal })
  document.addEventListener('visibilitychange', () => look(provider), { signal })
  return () => ties.abort()
}

/** A hidden tab's timers may sleep for minutes: send what is due now, and look at the line when it is shown. */
const look = (provider: Provider): void => {
  if (document.visibilityState === 'hidden') provider.flush()
  else provider.wake()
}

const warn = (provider: Provider, event: BeforeUnloadEvent): void => {
  provider.flush()
  if (provider.status.unsaved > 0) event.preventDefault()
}
