import { StickyError } from '@sticky/shared/errors'
import { MemoryDevice } from '../device/memory.ts'
import { OpenDocument } from './open-document.ts'
import { StandIn } from './stand-in.ts'
import { saveState } from './status.ts'

/** Somebody with the document open; `text` is theirs to edit. */
export class Person {
  readonly device: MemoryDevice
  readonly open: OpenDocument

  constructor(server: StandIn, device: MemoryDevice, user: string) {
    this.device = device
    this.open = new OpenDocument({
      device,
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
}

/** What the page tells the person. */
export const says = ({ status }: Person): string => saveState(status).text

export const state = ({ status }: Person): string => status.state.kind

/** A document that Ada has open and in step. */
export const opened = async () => {
  const server = new StandIn()
  const ada = new Person(server, new MemoryDevice(), 'ada')
  await server.flush()
  return { server, ada }
}

/** … and Grace too. */
export const together = async () => {
  const { server, ada } = await opened()
  const grace = new Person(server, new MemoryDevice(), 'grace')
  await server.flush()
  return { server, ada, grace }
}

/** The same person, on the same device: another tab, or a later page load. */
export const anotherTab = async (server: StandIn, { device }: Person): Promise<Person> => {
  const tab = new Person(server, device, 'ada')
  await server.flush()
  return tab
}
