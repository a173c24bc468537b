import { pause } from './until.ts'

/** For so long a change holds, and nobody has been told, ms. */
const UNTOLD = 50

/**
 * The same change, slower: it is in the store, and it takes a moment until whoever made it can tell anybody. `seen`:
 * what `look` finds when it has been made, before anything else happens.
 */
export const untold = <Args extends unknown[], Answer, Seen>(
  make: (...args: Args) => Promise<Answer>,
  look: () => Promise<Seen>,
): { change: (...args: Args) => Promise<Answer>; seen: Promise<Seen> } => {
  let see = (_seen: Seen): void => {}
  const seen = new Promise<Seen>((resolve) => (see = resolve))
  const change = async (...args: Args): Promise<Answer> => {
    const answer = await make(...args)
    see(await look())
    await pause(UNTOLD)
    return answer
  }
  return { change, seen }
}
