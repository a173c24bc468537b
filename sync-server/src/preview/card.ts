import { createHash } from 'node:crypto'
import { composeCard, composePlainCard, type Composition } from './compose.ts'
import { drawLayers } from './draw.ts'
import { fontsVersion } from './fonts.ts'
import { footerText } from './footer.ts'
import { factsOf } from './markdown.ts'
import { peopleText, shownPeople } from './people.ts'
import { encodePng } from './png.ts'
import type { CardView } from '../bus/types.ts'

/** Goes into every hash: raise it whenever a card would look different than before. */
const rendererVersion = 3

/** A PNG, and its size in pixels. */
export type CardPicture = { png: Uint8Array; width: number; height: number }

/**
 * Draws a card: 1200 x 630 pixels for a link, 1200 x 340 to 1200 x 764 in chat (half of that at
 * scale 1). Answers a PNG and its size in pixels. Pure: fetches nothing (T18), reads only the font
 * and emoji packages. Never throws for any text; what can't be understood is drawn plain (T16).
 * Drawing itself can't be interrupted, so run it where it can be killed.
 */
export async function drawCard(view: CardView): Promise<CardPicture> {
  const { layers, width, height } = compose(view)
  const { scale, theme } = view
  const rgba = await drawLayers(layers, { width, height, scale, theme })
  const size = { width: width * scale, height: height * scale }
  return { png: await encodePng(rgba, size.width, size.height), ...size }
}

/**
 * Names the picture of a view: the same for all views that look the same but for text below the
 * bottom edge, different if anything that is drawn differs. For an ETag, unquoted.
 */
export function cardHash(view: CardView): string {
  const shown = [
    rendererVersion,
    fontsVersion,
    view.kind,
    view.theme,
    view.scale,
    view.title,
    shownPeople(view.people),
    peopleText(view.people, view.peopleCount),
    footerText({ ...factsOf(view.text), editedAt: view.editedAt, editedBy: view.editedBy }),
    view.text,
  ]
  return createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 32)
}

function compose(view: CardView): Composition {
  try {
    return composeCard(view)
  } catch {
    return composePlainCard(view)
  }
}
