import type { Card } from '@sticky/shared/api/cards'
import type { LinkPage } from '../../documents/link-pages.ts'
import { html, Html, join } from './html.ts'
import { shell } from './shell.ts'

/** Where a link's addresses are: `origin` is what people reach this server by. */
export type Place = { origin: string; token: string }

/** A link's picture as it is drawn for `LINK_LOOK`, in pixels. */
export const PICTURE = { width: 1200, height: 630 }

/** Programs that show a link cut descriptions about here, in UTF-16 units. */
const DESCRIPTION = 200

export const pathOf = (token: string): string => `/l/${encodeURIComponent(token)}`

/** The address changes with the picture, since most programs never look at one again. */
export const pictureOf = ({ origin, token }: Place, hash: string): string =>
  `${origin}${pathOf(token)}/card.png?v=${hash}`

/** The page of a document, for people and for programs that show what is behind a link (F4). */
export const documentPage = (place: Place, page: LinkPage): string => {
  const { card, role, cut } = page
  const path = `${pathOf(place.token)}/open`
  return shell({
    title: `${card.title} · Sticky`,
    head: tags(place, card),
    open: { path, label: role === 'edit' ? 'Open to edit' : 'Open live' },
    main: html`<article>
      <h1 class="title">${card.title}</h1>
      <p class="facts">${facts(card)}</p>
      ${progress(card)}
      <div class="text">
        ${card.words === 0 && page.html === '' ? html`<p class="facts">Nothing is written here yet.</p>` : new Html(page.html)}
      </div>
      ${cut ? html`<p class="note">This is only the beginning. <a href="${path}">Open the document</a> to read all of it.</p>` : null}
    </article>`,
    foot: html`<p>
      This is the text as it was when you opened this page.
      ${
        role === 'edit'
          ? 'Open it to write, and to see others write: whoever has this link may.'
          : 'Open it to see it change while others write.'
      }
    </p>`,
  })
}

const facts = ({ words, tasks, editedAt, editedBy }: Card): Html => {
  const at = new Date(editedAt)
  const by = editedBy === null ? null : html` by <bdi>${editedBy}</bdi>`
  const parts = [
    html`${words.toLocaleString('en')} ${words === 1 ? 'word' : 'words'}`,
    ...(tasks.total === 0 ? [] : [html`${tasks.done} of ${tasks.total} done`]),
    html`edited <time datetime="${at.toISOString()}">${dayAndTime(at)}</time>${by}`,
  ]
  return new Html(parts.map(({ text }) => text).join(' · '))
}

const dayAndTime = (at: Date): string =>
  `${at.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })} UTC`

const progress = ({ tasks: { done, total } }: Card): Html | null =>
  total === 0
    ? null
    : html`<progress
        class="done"
        max="${total}"
        value="${done}"
        aria-label="Tasks done"
      ></progress>`

/** OpenGraph, the Twitter card, and where oEmbed is. */
const tags = (place: Place, card: Card): Html => {
  const { origin, token } = place
  const address = `${origin}${pathOf(token)}`
  const picture = pictureOf(place, card.hash)
  const excerpt = card.excerpt.replace(/\s+/g, ' ').trim()
  const alt = shortened(`${card.title}. ${excerpt}`, 2 * DESCRIPTION)
  const description = shortened(excerpt, DESCRIPTION)
  const meta = (kind: 'property' | 'name', name: string, content: string | number): Html =>
    html`<meta ${kind}="${name}" content="${content}" />`
  return join([
    meta('name', 'description', description),
    meta('property', 'og:type', 'article'),
    meta('property', 'og:site_name', 'Sticky'),
    meta('property', 'og:title', card.title),
    meta('property', 'og:description', description),
    meta('property', 'og:url', address),
    meta('property', 'og:image', picture),
    meta('property', 'og:image:type', 'image/png'),
    meta('property', 'og:image:width', PICTURE.width),
    meta('property', 'og:image:height', PICTURE.height),
    meta('property', 'og:image:alt', alt),
    meta('property', 'article:modified_time', new Date(card.editedAt).toISOString()),
    meta('name', 'twitter:card', 'summary_large_image'),
    meta('name', 'twitter:title', card.title),
    meta('name', 'twitter:description', description),
    meta('name', 'twitter:image', picture),
    meta('name', 'twitter:image:alt', alt),
    html`<link
      rel="alternate"
      type="application/json+oembed"
      title="${card.title}"
      href="${origin}/oembed?url=${encodeURIComponent(address)}"
    />`,
  ])
}

const shortened = (text: string, most: number): string => {
  if (text.length <= most) return text
  const cut = text.slice(0, most - 1)
  const space = cut.lastIndexOf(' ')
  return `${(space > most / 2 ? cut.slice(0, space) : cut).trimEnd()}…`
}
