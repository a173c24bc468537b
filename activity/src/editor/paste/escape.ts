/** Text in which nothing means anything but itself. */
export const escaped = (text: string): string =>
  text.replaceAll(
    /[\\`*]|\[|~~|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|<(?=[a-z/!?])/giu,
    String.raw`\$&`,
  )

/** At the beginning of a line more signs mean something. */
export const escapedLine = (line: string): string =>
  line
    .replace(/^(\s*)(#{1,6}(?=\s|$)|>|[-+](?=\s)|-{3,}\s*$|={2,}\s*$)/, String.raw`$1\$2`)
    .replace(/^(\s*\d{1,9})([.)])(?=\s)/, String.raw`$1\$2`)

/** `text` in backticks, more of them than it has itself. */
export const codeSpan = (text: string): string => {
  const fence = fenceFor(text, 1)
  const space = /^`|`$/.test(text) ? ' ' : ''
  return fence + space + text + space + fence
}

export const codeBlock = (text: string, language: string): string => {
  const fence = fenceFor(text, 3)
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`
}

const fenceFor = (text: string, least: number): string => {
  let longest = 0
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length)
  return '`'.repeat(Math.max(least, longest + 1))
}
