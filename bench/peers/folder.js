import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as Y from 'yjs'

/** Where documents are kept; in memory only without one. */
export const { FOLDER } = process.env

/** Brings a document what is kept of it. */
export const load = (name, doc) => {
  const file = join(FOLDER, name)
  if (existsSync(file)) Y.applyUpdate(doc, readFileSync(file))
}

export const store = (name, doc) => {
  writeFileSync(join(FOLDER, name), Y.encodeStateAsUpdate(doc))
}
