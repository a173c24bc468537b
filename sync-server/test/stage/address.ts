/** Where a document's socket is, and with what it opens. */
export type Address = { url: string; document: string; ticket: string }

export const socketUrl = ({ url, document, ticket }: Address): string =>
  `${url.replace('http', 'ws')}/sync/v1/${document}?ticket=${encodeURIComponent(ticket)}`
