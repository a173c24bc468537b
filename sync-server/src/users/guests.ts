import { createHash } from 'node:crypto'
import { colorOf } from './colors.ts'

/** As others see them: `id` is the session's. */
export type Guest = { id: string; name: string; color: string }

/**
 * What somebody without an account is called: "Guest" and a number, which tells several apart and nothing else
 * (not how many there are). It follows from the link session, so nobody chooses it, and it stays theirs.
 */
export const guestOf = (session: string): Guest => {
  const number = 1_000 + (createHash('sha256').update(session).digest().readUInt32BE(1) % 9_000)
  return { id: session, name: `Guest ${number}`, color: colorOf(session) }
}
