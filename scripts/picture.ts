/**
 * `npm run picture`, after a build: starts the product, lets Ada and Grace write in a channel, and takes the
 * pictures in docs/images. Waits while somebody else's sandbox holds port 3333.
 */
import { createServer } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Stage } from '../e2e/stage.ts'
import type { Person } from '../e2e/person.ts'

const IMAGES = join(import.meta.dirname, '../docs/images')
const SANDBOX_PORT = 3333
const TRIES = 60
const BETWEEN_TRIES = 5_000
/** Fonts, avatars and the blinking cursor come to rest, ms. */
const SETTLED = 1_500

const TITLE = 'Release checklist v2.4'
const TEXT = `## Before Thursday

- [x] Changelog reviewed by **Grace**
- [x] Freeze \`main\` at noon
- [ ] Load test with 500 readers

## Roll-out

1. One region first, watch for *30 minutes*
2. Then everywhere: \`npm run release\`
3. Announce it`

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, 'localhost', () => server.close(() => resolve(true)))
  })

const whenFree = async (port: number): Promise<void> => {
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (await isFree(port)) return
    await sleep(BETWEEN_TRIES)
  }
  throw new Error(`Port ${port} is still in use. Stop the program that holds it, then try again.`)
}

const take = async ({ page }: Person, name: string): Promise<void> => {
  await sleep(SETTLED)
  await page.screenshot({ path: join(IMAGES, `${name}.png`) })
}

/** The card shows `text` once the bot has brought it up to date. */
const cardShows = async (person: Person, text: string): Promise<void> => {
  await person.page.waitForFunction(
    ([title, text]) =>
      [...document.querySelectorAll('article')]
        .filter((article) => article.textContent.includes(title))
        .some((article) => article.querySelector(`img[alt*="${text}"]`) !== null),
    [TITLE, text] as const,
    { timeout: 20_000 },
  )
}

/** Ends what somebody runs, so that the channel is all there is to see. */
const leaves = async ({ page }: Person): Promise<void> => {
  await page.getByRole('button', { name: /^(Leave|Close|Stop)/ }).click()
}

const play = async (stage: Stage): Promise<void> => {
  const ada = await stage.person('ada')
  const grace = await stage.person('grace')
  await grace.says('Are we ready for Thursday? I lost track of what is still open.')
  await ada.says(`/doc create title:${TITLE} text:${TEXT}`)
  await grace.cardImage(TITLE).waitFor()

  await ada.opens(TITLE)
  await ada.editor.getByText('Load test').click()
  await grace.opens(TITLE)
  await grace.types(' in #general')
  await ada.editor.getByText('in #general').waitFor()
  await take(ada, 'editing')

  // last, since a machine without an emoji font shows a box in the editor; the card brings its own pictures
  await grace.types(' 🎉')
  await leaves(ada)
  await cardShows(ada, '🎉')
  await take(ada, 'channel')
}

await whenFree(SANDBOX_PORT)
const stage = await Stage.open()
try {
  await play(stage)
} finally {
  await stage.close()
}
