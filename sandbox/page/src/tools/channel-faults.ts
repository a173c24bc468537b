import type { Store } from '../session/store.ts'
import type { Apply } from './apply.ts'
import { action, entered, entry, group, row } from './controls.ts'

const HOUR_MS = 3_600_000

/** What happens to the open channel and its messages. */
export function channelFaults(store: Store, apply: Apply): HTMLElement {
  const name = entry('name', { placeholder: 'new name' })
  const age = () =>
    apply({ kind: 'age-messages', ms: HOUR_MS + 1 }, 'All messages are an hour older.')
  const deleteLast = () => {
    const last = store.messages().findLast(({ author }) => author.bot)
    if (last) apply({ kind: 'delete-messages', messageIds: [last.id] }, 'The message is gone.')
  }
  const deleteAll = () => {
    const messageIds = store.messages().map(({ id }) => id)
    apply({ kind: 'delete-messages', messageIds }, 'All messages of this channel are gone.')
  }
  const channel = () => store.channelId
  const rename = () =>
    apply({ kind: 'rename-channel', channel: channel(), name: entered(name) }, 'Renamed.')
  const create = () => apply({ kind: 'create-channel', name: entered(name) }, 'Created.')
  const remove = () => apply({ kind: 'delete-channel', channel: channel() }, 'The channel is gone.')
  return group(
    'This channel',
    row(
      action('Make messages an hour older', age),
      action('Delete the app’s last message', deleteLast),
      action('Delete all messages', deleteAll, 'danger'),
    ),
    row(name, action('Rename', rename), action('Create channel', create)),
    row(action('Delete this channel', remove, 'danger')),
  )
}
