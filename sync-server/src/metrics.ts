import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Refusal } from '@sticky/shared/frames'
import type { Appended } from './store/types.ts'

/** What happens to updates, counted for whoever watches this server. Names and units: Prometheus's conventions. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #connections = this.#gauge('connections', 'Open sockets.')
  readonly #updates = this.#counter('updates_total', 'Updates that this relay has made durable.')
  readonly #appends = this.#counter(
    'appends_total',
    'Batches of one document offered to the log, by what became of them (R21).',
    'result',
  )
  readonly #results = {
    appended: this.#appends.labels('appended'),
    stale: this.#appends.labels('stale'),
    epoch: this.#appends.labels('epoch'),
    gone: this.#appends.labels('gone'),
    failed: this.#appends.labels('failed'),
  }
  readonly #commit = new Histogram({
    name: 'sticky_commit_seconds',
    help: 'Time of one group commit (R10).',
    buckets: [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    registers: [this.#registry],
  })
  readonly #refusals = this.#counter(
    'refusals_total',
    'Update frames refused, by reason; "resync" and "gap" are holes that were found (R14, R19, F24).',
    'reason',
  )
  readonly #unreadable = this.#counter(
    'unreadable_frames_total',
    'Frames that closed their own socket (R53).',
  )
  readonly #behind = this.#counter('behind_total', 'Times a reader was too slow (R51).')
  readonly #diverged = this.#counter(
    'diverged_replicas_total',
    'Replicas that differed from the log and were told to start afresh (R63). Not 0: a bug.',
  )
  readonly #quarantined = this.#counter(
    'quarantined_entries_total',
    'Log entries that no document can take, or that stayed pending (R61, R62). Not 0: look at the log.',
  )

  /** In Prometheus's text format. */
  expose(): Promise<string> {
    return this.#registry.metrics()
  }

  get contentType(): string {
    return this.#registry.contentType
  }

  connections(open: number): void {
    this.#connections.set(open)
  }

  /** One group commit, which took `seconds`. */
  committed(seconds: number): void {
    this.#commit.observe(seconds)
  }

  appended(result: Appended['kind'] | 'failed', updates = 0): void {
    this.#results[result].inc()
    if (updates > 0) this.#updates.inc(updates)
  }

  refused(reason: Refusal): void {
    this.#refusals.inc({ reason })
  }

  unreadable(): void {
    this.#unreadable.inc()
  }

  behind(): void {
    this.#behind.inc()
  }

  diverged(): void {
    this.#diverged.inc()
  }

  quarantined(entries: number): void {
    this.#quarantined.inc(entries)
  }

  #counter(name: string, help: string, ...labelNames: string[]): Counter {
    return new Counter({ name: `sticky_${name}`, help, labelNames, registers: [this.#registry] })
  }

  #gauge(name: string, help: string): Gauge {
    return new Gauge({ name: `sticky_${name}`, help, registers: [this.#registry] })
  }
}
