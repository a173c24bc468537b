import type { PageState } from '../../../src/wire/control.ts'
import { RpcError, type RpcCommands } from './rpc-command.ts'

/** Opcodes and payloads: embedded-app-sdk 2.5.0, `src/Discord.ts`. */
const OPCODE = { handshake: 0, frame: 1, close: 2, hello: 3 } as const
const INVALID_COMMAND = 4002

interface Frame {
  cmd: string
  args?: Record<string, unknown>
  evt?: string
  nonce: string
}

interface RpcHostOptions {
  frame: HTMLIFrameElement
  /** Only messages of this origin count. */
  origin: string
  application: PageState['application']
  apiOrigin: string
  commands: RpcCommands
  /** The value an event has now, sent to whoever has just subscribed. */
  current: (event: string) => unknown
  onHandshake: () => void
  onClose: () => void
}

/** The other end of the Embedded App SDK's postMessage protocol, for one iframe. */
export class RpcHost {
  readonly #options: RpcHostOptions
  readonly #subscribed = new Set<string>()
  readonly #listener = (event: MessageEvent) => this.#receive(event)

  constructor(options: RpcHostOptions) {
    this.#options = options
    window.addEventListener('message', this.#listener)
  }

  /** Tells the Activity, if it has subscribed. */
  dispatch(evt: string, data: unknown): void {
    if (this.#subscribed.has(evt)) this.#send({ cmd: 'DISPATCH', evt, nonce: null, data })
  }

  close(): void {
    window.removeEventListener('message', this.#listener)
  }

  #receive({ source, origin, data }: MessageEvent): void {
    const isOurs = source === this.#options.frame.contentWindow && origin === this.#options.origin
    if (!isOurs || !Array.isArray(data)) return
    const [opcode, payload] = data as [number, Frame]
    if (opcode === OPCODE.handshake) this.#welcome()
    else if (opcode === OPCODE.frame) void this.#serve(payload)
    else if (opcode === OPCODE.close) this.#options.onClose()
  }

  /** READY without `user`: the SDK can't parse a user whose avatar is null. */
  #welcome(): void {
    this.#subscribed.clear()
    const config = {
      cdn_host: new URL(this.#options.apiOrigin).host,
      api_endpoint: `${this.#options.apiOrigin}/api`,
      environment: 'production',
    }
    this.#send({ cmd: 'DISPATCH', evt: 'READY', nonce: null, data: { v: 1, config } })
    this.#options.onHandshake()
  }

  async #serve({ cmd, args = {}, evt, nonce }: Frame): Promise<void> {
    try {
      const data = await this.#answer(cmd, args, evt)
      this.#send({ cmd, evt: null, nonce, data })
      if (cmd === 'SUBSCRIBE' && evt !== undefined) this.#tellCurrent(evt)
    } catch (error) {
      const code = error instanceof RpcError ? error.code : 1000
      const message = error instanceof Error ? error.message : String(error)
      this.#send({ cmd, evt: 'ERROR', nonce, data: { code, message } })
    }
  }

  async #answer(cmd: string, args: Record<string, unknown>, evt = ''): Promise<unknown> {
    if (cmd === 'SUBSCRIBE') this.#subscribed.add(evt)
    if (cmd === 'UNSUBSCRIBE') this.#subscribed.delete(evt)
    if (cmd === 'SUBSCRIBE' || cmd === 'UNSUBSCRIBE') return { evt }
    const command = this.#options.commands[cmd]
    if (!command) throw new RpcError(INVALID_COMMAND, `Invalid command: ${cmd}`)
    return command(args)
  }

  #tellCurrent(evt: string): void {
    const data = this.#options.current(evt)
    if (data !== undefined) this.dispatch(evt, data)
  }

  #send(payload: unknown): void {
    this.#options.frame.contentWindow?.postMessage([OPCODE.frame, payload], this.#options.origin)
  }
}
