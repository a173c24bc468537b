import type { Bus } from '../bus/types.ts'
import { cardHash, type CardPicture, drawCard } from './card.ts'
import { htmlPage } from './html-page.ts'
import { htmlPart } from './html-part.ts'
import { htmlToMarkdown } from './import.ts'
import { factsOf, plainText } from './markdown.ts'
import { Once } from './once.ts'

/** Characters of alternative text; Discord takes 1,024. */
const EXCERPT = 1_000

/** Answers for cards, pages and imports, in a process of its own that may be killed while it draws or reads. */
export const answerDrawings = (bus: Bus): void => {
  bus.respond('preview.awake', async () => null)
  bus.respond('preview.describe', async (view) => {
    const { words, tasks } = factsOf(view.text)
    return { excerpt: plainText(view.text, EXCERPT), words, tasks, hash: cardHash(view) }
  })
  bus.respond('preview.html', async ({ as, ...document }) =>
    as === 'file' ? { html: htmlPage(document), cut: false } : htmlPart(document),
  )
  bus.respond('preview.import', async ({ html }) => ({ markdown: htmlToMarkdown(html) }))
  const drawings = new Once<CardPicture>()
  bus.respond('preview.draw', (view) => drawings.of(cardHash(view), () => drawCard(view)))
}
