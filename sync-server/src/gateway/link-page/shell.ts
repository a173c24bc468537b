import { createHash } from 'node:crypto'
import { html, Html } from './html.ts'
import { STYLE } from './style.ts'

const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true"><path fill="#ffd24a" d="M7 3h18a4 4 0 0 1 4 4v12.5L19.5 29H7a4 4 0 0 1-4-4V7a4 4 0 0 1 4-4Z"/><path fill="#d99a06" d="M19.5 29v-5.5a4 4 0 0 1 4-4H29Z"/><path fill="none" stroke="#5c4200" stroke-linecap="round" stroke-width="2.5" d="M9 11h14M9 17h8"/></svg>'

/** To the letter what the policy knows by its hash. */
const STYLE_ELEMENT = new Html(`<style>${STYLE}</style>`)
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

/** Nothing runs, nothing is fetched, nobody frames it, nothing is sent anywhere (T11, T21). */
export const POLICY = [
  `default-src 'none'`,
  `style-src 'sha256-${STYLE_HASH}'`,
  `img-src data:`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ')

export type Shell = {
  title: string
  /** What only this page has in its head. */
  head: Html
  /** Where its button leads, and what it says. */
  open: { path: string; label: string }
  main: Html
  foot: Html
}

/** What all pages of links have in common: they need no script, no file and no other page (F4). */
export const shell = ({ title, head, open, main, foot }: Shell): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow, noarchive" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#2b2d31" media="(prefers-color-scheme: dark)" />
        <link rel="icon" href="data:image/svg+xml,${encodeURIComponent(LOGO)}" />
        ${head} ${STYLE_ELEMENT}
      </head>
      <body>
        <header class="bar">
          <span class="brand">${new Html(LOGO)} Sticky</span>
          <a class="button" href="${open.path}">${open.label}</a>
        </header>
        <main>${main}</main>
        <footer>${foot}</footer>
      </body>
    </html> `.text
