import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import express, { type Express } from 'express'
import { controlRoutes } from '../control/control-routes.ts'
import type { Stage } from '../control/changes.ts'
import type { ProtocolLog } from '../protocol/protocol-log.ts'

const HTML = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="dark light" />
    <title>Sandbox</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/page.css" />
    <script type="module" src="/page.js"></script>
  </head>
  <body>
    <noscript>This page needs JavaScript.</noscript>
  </body>
</html>
`
const NOT_BUILT = 'The page is not built yet. Run `npm run build`, then reload.'

/** Next to `dist/main.js` when bundled; in `sandbox/dist` when run from source. */
function pageFolder(): string {
  const beside = fileURLToPath(new URL('./page', import.meta.url))
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../dist/page', import.meta.url))
}

/** The client page. COOP, because the SDK would talk to an `opener` instead of the page. */
export function pageApp(log: ProtocolLog, stage: Stage): Express {
  const folder = pageFolder()
  const app = express().disable('x-powered-by')
  app.use((_request, response, next) => {
    response.set('Cross-Origin-Opener-Policy', 'same-origin')
    response.set('Cache-Control', 'no-cache')
    next()
  })
  app.get('/', (_request, response) => {
    const isBuilt = existsSync(`${folder}/page.js`)
    if (isBuilt) response.type('html').send(HTML)
    else response.status(503).type('text').send(NOT_BUILT)
  })
  app.get('/protocol.json', (_request, response) => {
    response.json({ violations: log.violations() })
  })
  app.get('/healthz', (_request, response) => void response.type('text').send('ok'))
  app.use(controlRoutes(stage))
  app.use(express.static(folder, { index: false }))
  return app
}
