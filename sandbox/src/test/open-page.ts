import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { FromPage, PageState, ToPage } from '../wire/control.ts'

/** A client page without a browser: what somebody's tab would send and receive. */
export interface OpenPage {
  state: PageState
  send: (message: FromPage) => void
  /** The first message of that kind, already there or to come. */
  next: <T extends ToPage['type']>(
    type: T,
    fits?: (message: Extract<ToPage, { type: T }>) => boolean,
  ) => Promise<Extract<ToPage, { type: T }>>
  close: () => void
}

export async function openPage(clientUrl: string, person: string): Promise<OpenPage> {
  const socket = new WebSocket(`${clientUrl.replace('http', 'ws')}/control?as=${person}`)
  const inbox: ToPage[] = []
  let wake = () => {}
  socket.on('message', (data: Buffer) => {
    inbox.push(JSON.parse(data.toString()) as ToPage)
    wake()
  })
  const next: OpenPage['next'] = async (type, fits = () => true) => {
    for (;;) {
      const index = inbox.findIndex((one) => one.type === type && fits(one as never))
      const [found] = index === -1 ? [] : inbox.splice(index, 1)
      if (found) return found as never
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  await once(socket, 'open')
  const state = await next('state')
  return {
    state,
    next,
    send: (message) => socket.send(JSON.stringify(message)),
    close: () => socket.terminate(),
  }
}
