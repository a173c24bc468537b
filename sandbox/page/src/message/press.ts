import type { PageMessage } from '../../../src/wire/control.ts'
import type { Press } from '../component/context.ts'
import { h } from '../dom/dom.ts'
import type { Connection } from '../session/connection.ts'
import type { Store } from '../session/store.ts'
import { outcomeOf } from '../session/use.ts'

/** Shows a control as busy until the bot answers, and says so when it does not. */
export async function pressed(
  store: Store,
  connection: Connection,
  message: PageMessage,
  press: Press,
  control: HTMLElement,
): Promise<void> {
  if (control.ariaBusy === 'true') return
  const nonce = crypto.randomUUID()
  const id = control.closest('article')?.id ?? ''
  document.querySelector(`#${CSS.escape(id)} > .failure`)?.remove()
  control.ariaBusy = 'true'
  const use = { channelId: message.channel_id, messageId: message.id }
  const outcome = outcomeOf(store, nonce)
  const isSent = connection.send({ type: 'component', nonce, ...use, ...press })
  const failure = isSent ? await outcome : 'The sandbox is away'
  control.ariaBusy = null
  if (failure === null) return
  const attrs = { role: 'alert' }
  // The message may have been drawn anew meanwhile.
  document
    .querySelector(`#${CSS.escape(id)}`)
    ?.append(h('p', { className: 'failure', attrs }, failure))
}
