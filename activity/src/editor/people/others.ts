import type { Awareness } from 'y-protocols/awareness'

type Change = { added: number[]; updated: number[]; removed: number[] }

/**
 * Calls back when somebody else came, moved or left. Never for oneself: one's own caret is published while the editor
 * updates, when it takes no other change. Returns how to stop.
 */
export const onOthers = (awareness: Awareness, run: (change: Change) => void): (() => void) => {
  const changed = (change: Change): void => {
    const { added, updated, removed } = change
    if ([...added, ...updated, ...removed].some((id) => id !== awareness.clientID)) run(change)
  }
  awareness.on('change', changed)
  return () => awareness.off('change', changed)
}
