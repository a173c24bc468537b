import { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { Address } from '../address.ts'

/** `close`: says goodbye. `cut`: the line is gone. `mid-frame`: gone in the middle of a frame (C6). */
export type Parting = 'close' | 'cut' | 'mid-frame'

/** Somebody with a replica, whatever it is made of: it survives its connections. */
export interface Peer {
  readonly name: string
  /** Why this replica is over: something of it was refused for good (R20). */
  readonly ended: string | null
  readonly online: boolean
  text(): string
  insert(at: number, piece: string): void
  delete(at: number, length: number): void
  /** Takes back its own last edit. */
  undo(): void
  connect(address: Address): void
  disconnect(parting: Parting): void
  /** True when it has something that it cannot integrate (R14: never). */
  pending(): boolean
}

/** A frame that announces 256 bytes and brings one. */
const TORSO = Uint8Array.of(0x82, 0xfe, 0x01, 0x00, 1, 2, 3, 4, 5)

/** Takes the line away without a word. */
export const cut = (ws: WebSocket, parting: Exclude<Parting, 'close'>): void => {
  const raw: unknown = Reflect.get(ws, '_socket')
  if (!(raw instanceof Socket)) return ws.terminate()
  if (parting === 'cut') raw.destroy()
  else raw.write(TORSO, () => raw.destroy())
}
