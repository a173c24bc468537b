import { type Direction, directionOf } from './bidi.ts'
import { type Block, Mark, type Span } from './model.ts'

/** The direction of the first letter in these blocks that isn't code; null if there is none. */
export function directionOfBlocks(blocks: readonly Block[]): Direction | null {
  return first(blocks, directionOfBlock)
}

function directionOfBlock(block: Block): Direction | null {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return directionOfSpans(block.spans)
    case 'list':
      return first(block.items, (item) => directionOfBlocks(item.blocks))
    case 'quote':
      return directionOfBlocks(block.blocks)
    case 'table':
      return first(block.rows, (row) => first(row.cells, directionOfSpans))
    default:
      return null
  }
}

function directionOfSpans(spans: readonly Span[]): Direction | null {
  return first(spans, ({ text, mark }) => (mark & Mark.verbatim ? null : directionOf(text)))
}

function first<T>(things: readonly T[], of: (thing: T) => Direction | null): Direction | null {
  for (const thing of things) {
    const direction = of(thing)
    if (direction) return direction
  }
  return null
}
