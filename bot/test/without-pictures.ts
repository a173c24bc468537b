import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A way to a Sticky server on which no picture can be drawn. */
export type WithoutPictures = { url: string; close: () => Promise<void> }

/** Passes everything on to the server at `target`, except calls for pictures: these it refuses. */
export const withoutPictures = async (target: string): Promise<WithoutPictures> => {
  const way = createServer((asked, answered) => {
    const { method, url = '', headers } = asked
    if (url.includes('/card.png')) {
      answered.writeHead(503).end()
      return
    }
    const passed = request(`${target}${url}`, { method, headers }, (answer) => {
      answered.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(answered)
    })
    passed.on('error', () => answered.destroy())
    answered.once('close', () => passed.destroy())
    asked.pipe(passed)
  })
  await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve))
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      way.close(() => resolve())
      way.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${(way.address() as AddressInfo).port}`, close }
}
