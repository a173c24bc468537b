import { once } from 'node:events'
import { WebSocket } from 'ws'
import type {
  ChannelView,
  FromPage,
  OptionValue,
  PageMessage,
  PageState,
  ToPage,
} from '../wire/control.ts'

/** A client page without a browser: what somebody's tab would send and receive. */
export interface OpenPage {
  state: PageState
  send: (message: FromPage) => void
  /** A channel by its name; throws when this person does not see it. */
  channel: (name: string) => ChannelView
  /** Uses a command in a channel. */
  use: (
    command: string,
    channel: string,
    more?: { options?: OptionValue[]; targetId?: string },
  ) => void
  /** Presses a component, or chooses in it. */
  press: (message: PageMessage, customId: string, componentType?: number, values?: string[]) => void
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
  const send = (message: FromPage) => socket.send(JSON.stringify(message))
  const channel = (name: string) => {
    const found = state.channels.find((one) => one.name === name)
    if (!found) throw new Error(`${person} sees no ${name}`)
    return found
  }
  return {
    state,
    next,
    send,
    channel,
    use: (name, where, { options = [], targetId } = {}) => {
      const command = state.commands.find((one) => one.name === name)
      send({
        type: 'command',
        nonce: `use ${name}`,
        channelId: channel(where).id,
        commandId: command?.id ?? '',
        options,
        ...(targetId !== undefined && { targetId }),
      })
    },
    press: (message, customId, componentType = 2, values = []) =>
      send({
        type: 'component',
        nonce: `press ${customId}`,
        channelId: message.channel_id,
        messageId: message.id,
        customId,
        componentType,
        values,
      }),
    close: () => socket.terminate(),
  }
}
