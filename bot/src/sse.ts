/** One server-sent event; `id` only where the server gave one (those can be resumed from). */
export type Sent = { id?: string; data: string }

/**
 * Reads `text/event-stream` piece by piece: give it decoded text as it arrives, get the events that
 * are now complete. Comments (keep-alive) and fields we do not use are passed over.
 */
export const eventReader = (): ((text: string) => Sent[]) => {
  let rest = ''
  return (text) => {
    const blocks = (rest + text).replaceAll('\r\n', '\n').split('\n\n')
    rest = blocks.pop() ?? ''
    return blocks.flatMap(readBlock)
  }
}

const readBlock = (block: string): Sent[] => {
  const fields = block.split('\n').map(readField)
  const data = fields.filter(({ name }) => name === 'data').map(({ value }) => value)
  if (data.length === 0) return []
  const id = fields.findLast(({ name }) => name === 'id')?.value
  return [{ ...(id === undefined ? {} : { id }), data: data.join('\n') }]
}

const readField = (line: string): { name: string; value: string } => {
  const colon = line.indexOf(':')
  if (colon === -1) return { name: line, value: '' }
  return { name: line.slice(0, colon), value: line.slice(colon + 1).replace(/^ /, '') }
}
