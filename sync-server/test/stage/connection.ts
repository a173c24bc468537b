import { Connection } from '../../src/relay/connection.ts'
import type { Session, Socket } from '../../src/relay/connection.ts'

/** A socket that takes everything at once; nobody is at its other end. `more`: what is otherwise. */
export const openEnd = (more: Partial<Socket> = {}): Socket => ({
  sticky: true,
  buffered: 0,
  write: () => {},
  cork: () => {},
  uncork: () => {},
  close: () => {},
  rest: () => {},
  whenDrained: () => {},
  ...more,
})

/** The connection of somebody of this name who may edit, without a network. `session`: what is otherwise of them. */
export const connectionOf = (
  name: string,
  session: Partial<Session> = {},
  socket: Socket = openEnd(),
): Connection =>
  new Connection(
    {
      user: { id: name, name, color: '#000000' },
      author: `user:${name}`,
      document: 'd',
      role: 'edit',
      link: null,
      tokenVersion: 0,
      until: null,
      ...session,
    },
    socket,
  )
