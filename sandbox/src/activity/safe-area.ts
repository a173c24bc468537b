import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'

/** A phone with a notch and a bar to swipe, held upright; in pixels. */
const INSETS = { top: 44, right: 0, bottom: 34, left: 0 }

/** Whether a request is for the document of an Activity on a phone. */
export function isForPhone({ url = '/' }: IncomingMessage): boolean {
  return new URL(url, 'http://activity').searchParams.get('platform') === 'mobile'
}

/**
 * Sends a document with the variables that Discord's app on phones sets: `--discord-safe-area-inset-*`.
 * The document must not be compressed.
 */
export function sendWithSafeAreas(
  document: IncomingMessage,
  response: ServerResponse,
  { 'content-length': _length, ...headers }: OutgoingHttpHeaders,
): void {
  response.writeHead(document.statusCode ?? 502, headers)
  document.pipe(response, { end: false })
  document.on('end', () => response.end(style()))
}

function style(): string {
  const variables = Object.entries(INSETS).map(
    ([side, inset]) => `--discord-safe-area-inset-${side}: ${inset}px`,
  )
  return `<style>:root { ${variables.join('; ')} }</style>`
}
