import { IndexedDbCopy } from './indexed-db-copy.ts'
import type { Copy, Device, Edit } from './copy.ts'
import { hold, inTurn, living } from './replicas.ts'
import { answer, done, entries, under } from './requests.ts'

const VERSION = 1

/**
 * Copies that outlive the tab. Four stores in one database; every key begins with the user and the document:
 * `copies [user, document]`, `updates [user, document, n]`, `outbox [user, document, copy, n]`, `asides
 * [user, document, id]`.
 */
export class IndexedDbDevice implements Device {
  readonly #name: string
  #database: Promise<IDBDatabase> | null = null

  constructor(name = 'sticky') {
    this.#name = name
  }

  async open(user: string, document: string): Promise<Copy> {
    const database = await this.#opened()
    const id = crypto.randomUUID()
    const release = await hold(id)
    try {
      return await inTurn(`${user}.${document}`, async () => {
        const others = await living()
        return IndexedDbCopy.open({ database, user, document, id, others, release })
      })
    } catch (error) {
      release()
      throw error
    }
  }

  async unsent(user: string): Promise<number> {
    const transaction = (await this.#opened()).transaction('outbox')
    const edits = await entries<string[], Edit>(transaction.objectStore('outbox'), under(user))
    return edits.reduce((sum, { value }) => sum + value.edits, 0)
  }

  async forget(user: string): Promise<void> {
    const database = await this.#opened()
    const transaction = database.transaction([...database.objectStoreNames], 'readwrite')
    for (const name of database.objectStoreNames) transaction.objectStore(name).delete(under(user))
    await done(transaction)
  }

  #opened(): Promise<IDBDatabase> {
    this.#database ??= openDatabase(this.#name, () => (this.#database = null))
    return this.#database
  }
}

const openDatabase = async (name: string, lost: () => void): Promise<IDBDatabase> => {
  try {
    const request = indexedDB.open(name, VERSION)
    request.addEventListener('upgradeneeded', () => {
      for (const store of ['copies', 'updates', 'outbox', 'asides'])
        request.result.createObjectStore(store)
    })
    const database = await answer(request)
    // a newer version of this page waits in another tab, or somebody clears the site's data
    database.addEventListener('versionchange', () => (database.close(), lost()))
    database.addEventListener('close', lost)
    return database
  } catch (error) {
    lost()
    throw error
  }
}
