/** Found out when it is first asked for. */
export const once = <T>(find: () => T): (() => T) => {
  let found: { value: T } | undefined
  return () => (found ??= { value: find() }).value
}
