export type Status = 'ok' | 'warning' | 'failed' | 'by hand'

/** One line of the doctor's. What is not `ok` says what to do, and where. */
export type Finding = { status: Status; what: string; todo?: string }

export const ok = (what: string): Finding => ({ status: 'ok', what })
/** Sticky works, but less well than it could. */
export const warning = (what: string, todo: string): Finding => ({ status: 'warning', what, todo })
/** Something of Sticky does not work. */
export const failed = (what: string, todo: string): Finding => ({ status: 'failed', what, todo })
/** No program can tell; somebody has to look. */
export const byHand = (what: string, todo: string): Finding => ({ status: 'by hand', what, todo })

/** A check could not be made, and all that build on it cannot either. */
export class Trouble extends Error {
  readonly todo: string

  constructor(what: string, todo: string) {
    super(what)
    this.todo = todo
  }
}

/** What a check finds; where it cannot be made, that. Never throws. */
export const tried = async (check: () => Promise<Finding[]>): Promise<Finding[]> => {
  try {
    return await check()
  } catch (error) {
    if (error instanceof Trouble) return [failed(error.message, error.todo)]
    const what = error instanceof Error ? error.message : String(error)
    return [failed(`A check went wrong: ${what}`, 'Run it again; if it stays, report it.')]
  }
}

/** `one`, `one and two`, `one, two and three`. */
export const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
