import type { OptionValue } from '../../../src/wire/control.ts'
import type { Connection } from './connection.ts'
import type { Store } from './store.ts'

interface Use {
  label: string
  commandId: string
  options?: OptionValue[]
  targetId?: string
}

/** Uses a command in the open channel and shows how it goes. */
export function useCommand(store: Store, connection: Connection, use: Use): void {
  const { label, commandId, options = [], targetId } = use
  const nonce = crypto.randomUUID()
  const { channelId } = store
  store.setAttempt({ nonce, channelId, label, failure: null })
  const isSent = connection.send({
    type: 'command',
    nonce,
    channelId,
    commandId,
    options,
    ...(targetId !== undefined && { targetId }),
  })
  if (!isSent) store.setAttempt({ nonce, channelId, label, failure: 'The sandbox is away' })
}

/** Resolves with why an interaction failed; null when it was answered. */
export function outcomeOf(store: Store, nonce: string): Promise<string | null> {
  return new Promise((resolve) => {
    const stop = store.on('interaction', (message) => {
      if (message.nonce !== nonce) return
      stop()
      const failure = message.reason ?? 'This interaction failed'
      resolve(message.outcome === 'failed' ? failure : null)
    })
  })
}
