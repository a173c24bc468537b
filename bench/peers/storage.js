import { FOLDER, load, store } from './folder.js'

/** Hocuspocus's own way to keep documents (`@hocuspocus/extension-database`), with plain files. */
const files = {
  onLoadDocument: async ({ documentName, document }) => load(documentName, document),
  onStoreDocument: async ({ documentName, document }) => store(documentName, document),
}

export const storage = FOLDER === undefined ? [] : [files]
