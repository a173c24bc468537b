import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

/**
 * An append-only file of JSON lines. A line is on its way to the disk before the caller goes on, so a
 * killed process loses nothing that was answered; a torn last line (power loss) is dropped.
 */
export class Journal<Entry> {
  readonly #path: string

  constructor(dataDir: string) {
    mkdirSync(dataDir, { recursive: true })
    this.#path = join(dataDir, 'journal.jsonl')
  }

  read(): Entry[] {
    if (!existsSync(this.#path)) return []
    return readFileSync(this.#path, 'utf8')
      .split('\n')
      .flatMap((line) => parse<Entry>(line))
  }

  append(entry: Entry): void {
    appendFileSync(this.#path, `${JSON.stringify(entry)}\n`)
  }

  /** Replaces all entries at once: readers see the old file or the new one. */
  rewrite(entries: Entry[]): void {
    const draft = `${this.#path}.draft`
    writeFileSync(draft, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
    renameSync(draft, this.#path)
  }
}

function parse<Entry>(line: string): Entry[] {
  try {
    return [JSON.parse(line) as Entry]
  } catch {
    return []
  }
}
