import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of its own in the system's temporary one; it goes when this process ends, if not before. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'sticky-bench-'))
  // merge may write until it notices that the server is gone
  readonly #tidy = (): void => rmSync(this.path, { recursive: true, force: true, maxRetries: 10 })

  constructor() {
    process.once('exit', this.#tidy)
  }

  remove(): void {
    this.#tidy()
    process.off('exit', this.#tidy)
  }
}
