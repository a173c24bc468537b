import { directionOf } from './bidi.ts'
import { footerHeight, footerInks } from './footer.ts'
import type { Ink, Layer } from './ink.ts'
import { layoutBody } from './layout.ts'
import { fitLine, lineInks } from './line.ts'
import { type Excerpt, factsOf, readExcerpt, readPlainExcerpt, withoutTitle } from './markdown.ts'
import { Mark, type Span } from './model.ts'
import { moreInks, moreRoom } from './more.ts'
import { Page } from './page.ts'
import { cleanLine } from './clean.ts'
import { peopleInks } from './people.ts'
import { chooseLanguages } from './script.ts'
import type { Look } from './token.ts'
import type { CardView } from '../bus/types.ts'

/** A card ready to be drawn; sizes in logical pixels. */
export type Composition = { layers: Layer[]; width: number; height: number }

const width = 600
const padding = 24
const column = width - 2 * padding
/** In this height a text that goes on fades away; rows that end in its last third count as hidden. */
const fade = 56

/** The least room between the text and the line above the facts. */
const footerGap = 12
/** The least and the greatest height. */
const heights: Record<CardView['kind'], readonly [number, number]> = {
  link: [315, 315],
  chat: [170, 382],
}

const title: Look = { size: 22, leading: 28, color: 'strong', mark: Mark.bold }
const empty: Look = { size: 16, leading: 22, color: 'muted', mark: Mark.italic }

/** A link's picture is shown small, so a short text is magnified if it still fits. */
const zooms = [1.4, 1.2, 1]
const shortText = 500

/** Puts a card together from its view. */
export function composeCard(view: CardView): Composition {
  return compose(view, withoutTitle(readExcerpt(view.text), view.title))
}

/** The same with the text as it stands, for when {@link composeCard} failed. */
export function composePlainCard(view: CardView): Composition {
  return compose(view, readPlainExcerpt(view.text))
}

function compose(view: CardView, excerpt: Excerpt): Composition {
  chooseLanguages([view.title, excerpt.text, ...view.people.map(({ name }) => name)].join(' '))
  const [min, max] = heights[view.kind]
  const header = composeHeader(view)
  const room = max - header.height - footerHeight - footerGap
  const body = composeBody(excerpt, room, view.kind === 'link' ? zooms : [1])
  const rest = header.height + footerHeight + footerGap
  const height = Math.round(Math.min(max, Math.max(min, rest + body.height)))
  if (excerpt.blocks.length === 0) body.more.push(...emptyInks(height - rest))
  const facts = { ...factsOf(view.text), editedAt: view.editedAt, editedBy: view.editedBy }
  const footer = footerInks(facts, padding, 0, column)
  const bodyLayer = { ...body.layer, y: header.height, height: height - rest + footerGap }
  const footerLayer = layerOf(footer, height - footerHeight, footerHeight)
  const more = layerOf(body.more, header.height, height - rest + footerGap)
  return { layers: [header, bodyLayer, more, footerLayer], width, height }
}

function layerOf(inks: Ink[], y: number, height: number): Layer {
  return { inks, x: 0, y, height, zoom: 1, fade: 0 }
}

function textSpans(text: string): Span[] {
  return [{ text, mark: 0, at: 0 }]
}

/** The title as it was written, not as markdown (T23), on two lines at most, and the people. */
function composeHeader(view: CardView): Layer {
  const text = cleanLine(view.title, 200) || 'Untitled'
  const lines = fitLine(textSpans(text), title, column, 2)
  const top = 20
  const inks: Ink[] = [
    ...accentInks(view.kind),
    ...lines.flatMap((line, i) =>
      lineInks(line, title, padding, top + i * title.leading, 'start', column),
    ),
  ]
  const bottom = top + lines.length * title.leading
  if (view.people.length === 0 && view.peopleCount < 1) return layerOf(inks, 0, bottom + 12)
  const side = directionOf(text) ?? 'ltr'
  inks.push(...peopleInks(view.people, view.peopleCount, padding, bottom + 6, column, side))
  return layerOf(inks, 0, bottom + 6 + 22 + 14)
}

/** A link's picture stands alone; in chat the message around the card has its own coloured edge. */
function accentInks(kind: CardView['kind']): Ink[] {
  if (kind === 'chat') return []
  return [{ kind: 'box', x: 0, y: 0, width, height: 4, radius: 0, color: 'accent' }]
}

type Body = { layer: Layer; more: Ink[]; height: number }

/** The text in at most `room`, magnified as far as it fits. */
function composeBody(excerpt: Excerpt, room: number, zooms: readonly number[]): Body {
  const short = excerpt.text.length <= shortText
  for (const zoom of short ? zooms : []) {
    const body = bodyAt(excerpt, room, zoom)
    if (body.layer.fade === 0) return body
  }
  return bodyAt(excerpt, room, 1)
}

function bodyAt(excerpt: Excerpt, room: number, zoom: number): Body {
  const page = new Page(room / zoom)
  layoutBody(page, excerpt.blocks, column / zoom)
  const used = page.y * zoom
  const behind = excerpt.linesAfter(excerpt.text.length)
  const cut = page.cut || (behind > 0 && used + moreRoom > room)
  const inks = page.inks
  const layer = { inks, x: padding, y: 0, zoom, height: room, fade: cut ? fade : 0 }
  if (cut) {
    const hidden = page.sourceBelow((room - fade * 0.3) / zoom) ?? excerpt.text.length
    const more = moreInks(excerpt.linesAfter(hidden), width, room + footerGap - 4)
    return { layer, more, height: room }
  }
  if (behind === 0) return { layer, more: [], height: used }
  return { layer, more: moreInks(behind, width, used + moreRoom), height: used + moreRoom }
}

function emptyInks(height: number): Ink[] {
  const y = (height - empty.leading) / 2
  const lines = fitLine(textSpans('Nothing written yet'), empty, column)
  return lines.flatMap((line) => lineInks(line, empty, padding, y, 'center', column))
}
