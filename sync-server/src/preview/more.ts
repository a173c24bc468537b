import type { Ink } from './ink.ts'
import { fitLine, lineInks } from './line.ts'
import type { Look } from './token.ts'

const look: Look = { size: 12, leading: 24, color: 'muted', mark: 0 }

/** The room that {@link moreInks} takes above the bottom it is given. */
export const moreRoom = 34

/** "12 more lines" in the middle of the card, ending at `bottom`. */
export function moreInks(lines: number, width: number, bottom: number): Ink[] {
  const text = lines < 1 ? 'continues' : lines === 1 ? '1 more line' : `${count(lines)} more lines`
  const [line] = fitLine([{ text, mark: 0, at: 0 }], look, width)
  if (!line) return []
  const box = {
    kind: 'box',
    x: (width - line.width) / 2 - 12,
    y: bottom - look.leading - 4,
    width: line.width + 24,
    height: look.leading,
    radius: look.leading / 2,
  } as const
  return [
    { ...box, color: 'panel' },
    { ...box, color: 'line', outline: 1 },
    ...lineInks(line, look, box.x + 12, box.y),
  ]
}

function count(lines: number): string {
  return lines.toLocaleString('en')
}
