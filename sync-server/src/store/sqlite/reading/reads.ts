import { sqliteListing } from '../listing.ts'
import { sqliteSearch } from '../search.ts'

/** What is read in threads of their own, since it may take long. */
export const READS = { list: sqliteListing, search: sqliteSearch }

export type Kind = keyof typeof READS
/** What a thread is started with. */
export type Start = { path: string; kind: Kind }
