import { randomUUID } from 'node:crypto'
import type { Store } from '../../sync-server/src/store/types.ts'
import type { Corpus } from './corpus.ts'

const BYTES = 2_000
/** Every so many documents are the member's; the librarian may read all. */
const SHARE = 500

export type People = { librarian: string; member: string }

/** Fills an empty store with merged documents, as if they had been written one after the other. */
export const fill = async (
  store: Store,
  { librarian, member }: People,
  corpus: Corpus,
  documents: number,
): Promise<void> => {
  const began = Date.now()
  for (let i = 0; i < documents; i += 1) {
    const owner = i % SHARE === 0 ? member : librarian
    await addDocument(store, owner, librarian, corpus, began - (documents - i) * 60_000)
    if (i % 10_000 === 0)
      console.log(`${i} documents, ${Math.round((Date.now() - began) / 1000)} s`)
  }
}

const addDocument = async (
  store: Store,
  owner: string,
  reader: string,
  corpus: Corpus,
  at: number,
): Promise<void> => {
  const id = randomUUID()
  const grant = { document: id, createdAt: at }
  const bytes = new Uint8Array(2)
  const author = `user:${owner}`
  await store.documents.create({
    row: {
      id,
      title: corpus.title(),
      createdBy: owner,
      createdAt: at,
      modifiedAt: at,
      deletedAt: null,
    },
    generation: randomUUID(),
    grants: [
      { ...grant, principal: author, role: 'own', grantedBy: null },
      ...(owner === reader
        ? []
        : [{ ...grant, principal: `user:${reader}`, role: 'edit' as const, grantedBy: owner }]),
    ],
    first: { author, clients: [], at, update: bytes },
  })
  await store.snapshots.put(id, 0, {
    coversSeq: 1,
    update: bytes,
    stateVector: bytes,
    deleted: bytes,
    authors: [],
    contributors: [{ author, at }],
    text: corpus.text(BYTES),
    at,
  })
}
