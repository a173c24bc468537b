import { StickyError } from '@sticky/shared/errors'
import type { Copy, Device } from '../device/copy.ts'
import { HandDevice } from './hand-device.ts'
import { OpenDocument } from './open-document.ts'
import { StandIn } from './stand-in.ts'
import { saveState } from './status.ts'

/** Somebody who has the document open in a tab; `text` is theirs to edit. */
export class Person {
  readonly device: Device
  readonly user: string
  readonly open: OpenDocument
  #copy: Copy | null = null

  constructor(server: StandIn, device: Device = new HandDevice(), user = 'ada') {
    this.device = device
    this.user = user
    this.open = new OpenDocument({
      device: { ...NO_DEVICE, open: async (...of) => (this.#copy = await device.open(...of)) },
      user,
      document: 'd',
      origin: 'ws://stand.in',
      clock: server.clock,
      ticket: async () => {
        if (!server.up) throw new StickyError('unavailable')
        const expiresAt = server.clock.now() + 60_000
        return { url: '/sync/v1/d', ticket: 't', role: server.role, expiresAt }
      },
      openSocket: (_url, events) => server.accept(events),
    })
  }

  get doc() {
    return this.open.replica.doc
  }

  get text() {
    return this.open.replica.text
  }

  get awareness() {
    return this.open.replica.awareness
  }

  get provider() {
    return this.open.replica.provider
  }

  get status() {
    return this.open.status
  }

  types(text: string): void {
    this.text.insert(this.text.length, text)
  }

  /** The tab is gone without a word. */
  crash(): void {
    this.open.replica.destroy()
    this.#copy?.close()
  }
}

const NO_DEVICE = { unsent: async () => 0, forget: async () => {} }

/** What the page tells the person. */
export const says = ({ status }: Person): string => saveState(status).text

export const state = ({ status }: Person): string => status.state.kind

/** A document that Ada has open and in step. */
export const opened = async (device?: Device) => {
  const server = new StandIn()
  const ada = new Person(server, device)
  await server.flush()
  return { server, ada }
}

/** … and Grace too. */
export const together = async () => {
  const { server, ada } = await opened()
  const grace = new Person(server, undefined, 'grace')
  await server.flush()
  return { server, ada, grace }
}

/** The same person on the same device: another tab, or a later page load. */
export const anotherTab = async (server: StandIn, { device }: Person): Promise<Person> => {
  const tab = new Person(server, device)
  await server.flush()
  return tab
}
