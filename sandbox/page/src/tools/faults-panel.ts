import type { Change } from '../../../src/wire/change.ts'
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
  const say = (text: string, isError: boolean) => {
    result.textContent = text
    result.classList.toggle('wrong', isError)
  }
  const apply: Apply = (change, done) => {
    void changed(connection, change).then((refusal) => say(refusal ?? done, refusal !== null))
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

/** Why it was refused, or null. */
async function changed(connection: Connection, change: Change): Promise<string | null> {
  try {
    await connection.change(change)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
