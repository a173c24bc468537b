import { Description } from './description.ts'

/** What the server said, as an HTTP client sees it. */
export type Answer = { status: number; headers: Headers; text: string; body: unknown }

export type Asking = {
  token?: string
  /** In whose name the service calls. */
  acting?: string
  /** Sent as JSON, or as it is when it is a string. */
  body?: unknown
  headers?: Record<string, string>
}

/** The headers that say who calls, and what else is asked with. */
export const headersOf = ({ token, acting, headers = {} }: Asking): Record<string, string> => ({
  ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  ...(acting === undefined ? {} : { 'sticky-acting-user': acting }),
  ...headers,
})

/**
 * One raw call, below the typed client: for input that the client would not send. Throws when the API answers
 * something else than its description says.
 */
export const ask = async (
  server: { url: string },
  method: string,
  path: string,
  asking: Asking = {},
): Promise<Answer> => {
  const { body } = asking
  const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      ...(body === undefined || typeof body === 'string'
        ? {}
        : { 'content-type': 'application/json' }),
      ...headersOf(asking),
    },
    ...(sent === undefined ? {} : { body: sent }),
  })
  const { status } = response
  const text = await response.text()
  if (method !== 'OPTIONS') {
    const description = await Description.of(server)
    const exchange = { method, path, sent, status, headers: response.headers, text }
    const complaints = description.complaints(exchange)
    if (complaints.length > 0) throw new Error(complaints.join('\n'))
  }
  const isJson = (response.headers.get('content-type') ?? '').includes('json')
  return {
    status,
    headers: response.headers,
    text,
    body: isJson ? JSON.parse(text) : undefined,
  }
}

/** What a tag of a page says: `<meta property="og:title" content="…">`. */
export const metaOf = ({ text }: Answer, name: string): string | undefined =>
  new RegExp(`<meta (?:property|name)="${name}" content="([^"]*)"`).exec(text)?.[1]

/** Asks whether a copy with this ETag is still good, as browsers do. */
export const ifNot = (etag: string | null): Asking => ({
  headers: { 'if-none-match': etag ?? '', 'cache-control': 'max-age=0' },
})

/** The fields that a refusal names. */
export const fieldsOf = ({ body }: Answer): string[] => {
  const { error } = body as { error: { details?: { path: string }[] } }
  return (error.details ?? []).map(({ path }) => path).sort()
}

export const codeOf = ({ body }: Answer): string | undefined =>
  (body as { error?: { code: string } } | undefined)?.error?.code
