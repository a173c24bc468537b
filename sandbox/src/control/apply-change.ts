import type { Change } from '../wire/change.ts'
import type { Changes, Stage } from './changes.ts'
import { conditionChanges } from './condition-changes.ts'
import { placeChanges } from './place-changes.ts'

const CHANGES: Changes<Change['kind']> = { ...placeChanges, ...conditionChanges }

/** Makes a change and answers what it made, as `{ id }`. Throws ChangeError. */
export function applyChange(stage: Stage, change: Change): { id?: string } {
  const make = CHANGES[change.kind] as (stage: Stage, change: Change) => { id: string } | undefined
  return make(stage, change) ?? {}
}
