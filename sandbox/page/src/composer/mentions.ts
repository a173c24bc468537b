/** Somebody or something that can be mentioned: `@Ada` is sent as `<@1>`. */
export interface Mentionable {
  /** `@Ada`, `#general` */
  name: string
  /** `<@1>` */
  code: string
}

/** Puts codes in the place of names, the longest names first. */
export function withMentions(text: string, all: Mentionable[]): string {
  const byLength = all.toSorted((a, b) => b.name.length - a.name.length)
  let sent = ''
  for (let at = 0; at < text.length;) {
    const found = isWordStart(text, at)
      ? byLength.find((one) => isAt(text, at, one.name))
      : undefined
    sent += found?.code ?? text.charAt(at)
    at += found?.name.length ?? 1
  }
  return sent
}

/** The beginning of a mention that the text ends in: `@gr`. */
export function openMention(text: string): string | null {
  return /(?:^|\s)([@#][^\s@#]{0,30})$/.exec(text)?.[1] ?? null
}

function isWordStart(text: string, at: number): boolean {
  return /[@#]/.test(text.charAt(at)) && !/[\w<@]/.test(text.charAt(at - 1))
}

function isAt(text: string, at: number, name: string): boolean {
  const isNamed = text.slice(at, at + name.length).toLowerCase() === name.toLowerCase()
  return isNamed && !/[\p{L}\p{N}_]/u.test(text.charAt(at + name.length))
}
