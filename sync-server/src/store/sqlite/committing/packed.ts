import type { Append, NewEntry } from '../../types.ts'

type PackedEntry = Omit<NewEntry, 'update'> & { length: number }
type PackedAppend = Omit<Append, 'entries'> & { entries: PackedEntry[] }

/** Appends on their way to another thread. `updates`: the bytes of all, one after the other, in a buffer of their own. */
export type Packed = { appends: PackedAppend[]; updates: Uint8Array<ArrayBuffer> }

/** An update is part of a larger buffer, the frame it came in: that is not sent along. */
export const pack = (batch: readonly Append[]): Packed => {
  let size = 0
  for (const { entries } of batch) for (const { update } of entries) size += update.length
  const updates = new Uint8Array(size)
  let at = 0
  const packed = ({ update, ...rest }: NewEntry): PackedEntry => {
    updates.set(update, at)
    at += update.length
    return { ...rest, length: update.length }
  }
  const appends = batch.map(({ entries, ...rest }) => ({ ...rest, entries: entries.map(packed) }))
  return { appends, updates }
}

export const unpack = ({ appends, updates }: Packed): Append[] => {
  let at = 0
  const whole = ({ length, ...rest }: PackedEntry): NewEntry => {
    const update = updates.subarray(at, at + length)
    at += length
    return { ...rest, update }
  }
  return appends.map(({ entries, ...rest }) => ({ ...rest, entries: entries.map(whole) }))
}
