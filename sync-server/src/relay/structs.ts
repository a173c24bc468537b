import type { Reader } from './reader.ts'

/** First byte of a struct: its kind in the low five bits, and what is written before its content. */
export const STRUCT = {
  gc: 0,
  deleted: 1,
  string: 4,
  kind: 0x1f,
  hasOrigin: 0x80,
  hasRightOrigin: 0x40,
  hasParentSub: 0x20,
} as const

/** Passes over a struct that has been inspected, and answers with how many clocks it takes. */
export const passStruct = (reader: Reader): number => {
  const info = reader.byte()
  if (info === STRUCT.gc) return reader.uint()
  const origins = info & (STRUCT.hasOrigin | STRUCT.hasRightOrigin)
  if ((info & STRUCT.hasOrigin) !== 0) passId(reader)
  if ((info & STRUCT.hasRightOrigin) !== 0) passId(reader)
  if (origins === 0) {
    // the root that it hangs on
    reader.uint()
    reader.passString()
  }
  return (info & STRUCT.kind) === STRUCT.string ? reader.stringLength() : reader.uint()
}

const passId = (reader: Reader): void => {
  reader.uint()
  reader.uint()
}
