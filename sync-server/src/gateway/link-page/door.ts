import { pathOf } from './document.ts'
import { html } from './html.ts'
import { shell } from './shell.ts'

const DESCRIPTION = 'A document in Sticky. Open the link to see whether it is for you.'

/**
 * What every link shows that shows no document, and every token that is none: the same for all, so that nobody learns
 * which it is (T13).
 */
export const doorPage = (token: string): string =>
  shell({
    title: 'Sticky',
    head: html`<meta name="description" content="${DESCRIPTION}" />
      <meta property="og:type" content="website" />
      <meta property="og:site_name" content="Sticky" />
      <meta property="og:title" content="Sticky" />
      <meta property="og:description" content="${DESCRIPTION}" />
      <meta name="twitter:card" content="summary" />`,
    open: { path: `${pathOf(token)}/open`, label: 'Open in Sticky' },
    main: html`<section class="door">
      <h1 class="title">There is nothing to read here</h1>
      <p>
        Some links show their document only to the people it is for, and some don’t work any more.
        Here is what you can do:
      </p>
      <ol>
        <li>
          <a href="${pathOf(token)}/open">Open it in Sticky.</a> There you can sign in, if the
          document is shared with you, or type the link’s password, if it has one.
        </li>
        <li>Check that the address is complete: it may have lost its end on the way.</li>
        <li>Ask whoever sent it for a new link. This one may have expired or been withdrawn.</li>
      </ol>
    </section>`,
    foot: html`<p>Sticky: short living documents inside the channels you already use.</p>`,
  })
