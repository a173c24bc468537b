import type { Names } from '../markdown/draw.ts'
import type { Store } from '../session/store.ts'

/** What pressing something in a message does. */
export interface Press {
  customId: string
  componentType: number
  values: string[]
}

/** What components need of the message they stand in. */
export interface ComponentContext {
  names: Names
  store: Store
  press: (press: Press, control: HTMLElement) => void
}
