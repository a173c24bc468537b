/** People by id, with their names. */
type Names = ReadonlyMap<string, string>

/** "Grace has joined. Ada and 2 others have left."; empty if nobody came or went. */
export const arrivalsText = (before: Names, now: Names): string =>
  [sentence(missing(now, before), 'joined'), sentence(missing(before, now), 'left')]
    .filter((text) => text !== '')
    .join(' ')

const missing = (from: Names, of: Names): string[] =>
  [...from].filter(([id]) => !of.has(id)).map(([, name]) => name)

const sentence = ([first, second, ...rest]: string[], what: string): string => {
  if (first === undefined) return ''
  if (second === undefined) return `${first} has ${what}.`
  if (rest.length === 0) return `${first} and ${second} have ${what}.`
  return `${first} and ${rest.length + 1} others have ${what}.`
}
