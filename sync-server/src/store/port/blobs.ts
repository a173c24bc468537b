/** Content-addressed bytes (pictures): immutable, may be dropped at any time. A purge of `document` drops its own. */
export interface Blobs {
  get(hash: string): Promise<Uint8Array | null>
  put(hash: string, bytes: Uint8Array, of: { document: string; at: number }): Promise<void>
}
