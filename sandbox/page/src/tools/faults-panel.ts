import { h } from '../dom/dom.ts'
import type { Connection } from '../session/connection.ts'
import type { Store } from '../session/store.ts'
import type { Apply } from './apply.ts'
import { channelFaults } from './channel-faults.ts'
import { panel } from './panel.ts'
import { peopleFaults } from './people-faults.ts'
import { requestFaults } from './request-faults.ts'
import { switches } from './switches.ts'

/** What can go wrong at Discord, on demand. */
export function faultsPanel(store: Store, connection: Connection): HTMLElement {
  const result = h('p', { className: 'result', attrs: { role: 'status' } })
  const apply: Apply = (change, done) => {
    connection.change(change).then(
      () => say(done, false),
      (error: unknown) => say(error instanceof Error ? error.message : String(error), true),
    )
  }
  const say = (text: string, isError: boolean) => {
    result.textContent = text
    result.classList.toggle('wrong', isError)
  }
  return panel(
    'faults',
    'Faults',
    result,
    requestFaults(store, apply),
    switches(store, apply),
    channelFaults(store, apply),
    peopleFaults(store, apply),
  )
}
