/**
 * What somebody shows costs a write for everybody: for each 20 who are here, there are 4 ms between two messages, so that it
 * takes a small part of the time however many they are; but 100 ms at most, ms.
 */
const CROWD = 20
const PAUSE = 4
const MAX_PAUSE = 100

/** When a room may tell again what people in it show (R41). Times are `performance.now()`. */
export class CrowdPace {
  #due = -Infinity

  isDue(now: number): boolean {
    return now >= this.#due
  }

  /** So many are told now. */
  told(now: number, listeners: number): void {
    this.#due = now + Math.min(Math.floor(listeners / CROWD) * PAUSE, MAX_PAUSE)
  }
}
