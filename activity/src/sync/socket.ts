import { SUBPROTOCOL } from '@sticky/shared/frames'

/** What the sync client needs of a socket; binary both ways. */
export type Socket = { send(frame: Uint8Array): void; close(): void }

export type SocketEvents = {
  open(): void
  frame(bytes: Uint8Array): void
  /** The last event, also when the connection never opened (code 1006 in a browser). */
  close(code: number, reason: string): void
}

export type OpenSocket = (url: string, events: SocketEvents) => Socket

/** The browser's own. A text message is not ours: it is dropped, the server never sends one. */
export const openWebSocket: OpenSocket = (url, events) => {
  const socket = new WebSocket(url, [SUBPROTOCOL])
  socket.binaryType = 'arraybuffer'
  socket.addEventListener('open', () => events.open())
  socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (data instanceof ArrayBuffer) events.frame(new Uint8Array(data))
  })
  socket.addEventListener('close', ({ code, reason }) => events.close(code, reason))
  return {
    send: (frame) => {
      // lib0 allocates plain buffers, never shared ones
      if (socket.readyState === WebSocket.OPEN) socket.send(frame as Uint8Array<ArrayBuffer>)
    },
    close: () => socket.close(),
  }
}
