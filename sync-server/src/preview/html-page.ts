import { escapeHtml } from '@sticky/shared/html'
import { markdownToHtml } from './html.ts'

/** Readable on any screen and on paper; nothing in it is fetched. */
const style = `
:root { color-scheme: light dark }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.6 system-ui, sans-serif; overflow-wrap: anywhere }
pre { overflow: auto } pre, code { font-family: ui-monospace, monospace }
blockquote { margin-left: 0; padding-left: 1rem; border-left: 3px solid }
li > p { margin: 0 } table { border-collapse: collapse } th, td { border: 1px solid; padding: .2rem .5rem }
`

/**
 * A document as one HTML file (F69). It fetches and runs nothing, also where its policy is not understood. `plain`: the
 * source as it stands, for what cannot be read as markdown in time (T16).
 */
export function htmlPage({ title, text, plain }: { title: string; text: string; plain: boolean }) {
  const body = plain ? `<pre>${escapeHtml(text)}</pre>\n` : markdownToHtml(text)
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body}</main>
</body>
</html>
`
}
