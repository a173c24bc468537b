import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { readExcerpt } from '../../sync-server/src/preview/markdown.ts'
import { type Block, type Item, Mark, type Span } from '../../sync-server/src/preview/model.ts'
import { emojiSvg, fontFile, peer } from './files.ts'
import type { OpenPainter } from './painter.ts'

type Style = Record<string, string | number>
type Element = { type: string; props: { style: Style; children: string | Element[] } }
type Satori = (
  element: Element,
  options: {
    width: number
    height: number
    fonts: { name: string; data: Buffer; weight: number; style: string }[]
    loadAdditionalAsset(language: string, segment: string): Promise<string>
  },
) => Promise<string>
type Resvg = {
  Resvg: new (svg: string, options: object) => { render(): { asPng(): Buffer } }
}

const box = (style: Style, ...children: Element[]): Element => ({
  type: 'div',
  props: { style: { display: 'flex', ...style }, children },
})
const text = (style: Style, children: string): Element => ({
  type: 'span',
  props: { style, children },
})

/** It lays out boxes, not lines of mixed text: each word is a box. */
const words = (spans: readonly Span[], style: Style = {}): Element =>
  box(
    { flexWrap: 'wrap', ...style },
    ...spans.flatMap(({ text: words, mark }) =>
      (words.match(/\S+\s*/g) ?? []).map((word) =>
        text(styleOf(mark), word.replace(/\s+$/, '\u00a0')),
      ),
    ),
  )

const cardStyle: Style = {
  flexDirection: 'column',
  width: 600,
  height: 315,
  padding: '20px 24px',
  gap: 8,
  background: '#2b2d31',
  color: '#dbdee1',
  fontFamily: 'Inter',
  fontSize: 16,
}

const styleOf = (mark: number): Style => ({
  ...(mark & Mark.bold ? { fontWeight: 700 } : {}),
  ...(mark & Mark.strike ? { textDecoration: 'line-through' } : {}),
  ...(mark & Mark.link ? { color: '#5cb3ff' } : {}),
  ...(mark & Mark.code ? { fontFamily: 'Mono', fontSize: 14, background: '#1f2023' } : {}),
})

const column = (blocks: readonly Block[], style: Style = {}): Element =>
  box({ flexDirection: 'column', gap: 8, ...style }, ...blocks.map(blockOf))

const itemOf = ({ marker, blocks }: Item): Element =>
  box({ gap: 10 }, text({}, typeof marker === 'number' ? `${marker}.` : '•'), column(blocks))

const blockOf = (block: Block): Element => {
  switch (block.kind) {
    case 'heading':
      return words(block.spans, { fontWeight: 700, fontSize: 18 })
    case 'paragraph':
      return words(block.spans)
    case 'list':
      return box({ flexDirection: 'column', gap: 3 }, ...block.items.map(itemOf))
    case 'quote':
      return column(block.blocks, { borderLeft: '4px solid #6b6f79', paddingLeft: 12 })
    case 'code': {
      const lines = block.lines.map((line) => text({ whiteSpace: 'pre' }, line.text || ' '))
      const style = { fontFamily: 'Mono', fontSize: 13, background: '#1f2023', padding: 9 }
      return box({ flexDirection: 'column', borderRadius: 8, ...style }, ...lines)
    }
    case 'table': {
      const rows = block.rows.map(({ cells }) =>
        box(
          { borderBottom: '1px solid #41434a' },
          ...cells.map((cell) => words(cell, { width: 150, padding: 6 })),
        ),
      )
      return box({ flexDirection: 'column' }, ...rows)
    }
    default:
      return box({ height: 1, background: '#41434a' })
  }
}

/** HTML-like boxes to SVG (satori), and that to a PNG (resvg): what link pictures on the web are made with. */
export const openPainter: OpenPainter = async () => {
  const { default: satori } = peer<{ default: Satori }>('satori')
  const { Resvg } = peer<Resvg>('@resvg/resvg-js')
  const font = (name: string, file: string, weight: number) => ({
    name,
    weight,
    style: 'normal',
    data: readFileSync(new URL(pathToFileURL(fontFile(file)))),
  })
  const fonts = [
    font('Inter', 'inter/400Regular/Inter_400Regular', 400),
    font('Inter', 'inter/700Bold/Inter_700Bold', 700),
    font('Mono', 'jetbrains-mono/400Regular/JetBrainsMono_400Regular', 400),
  ]
  const loadAdditionalAsset = async (_: string, segment: string): Promise<string> => {
    const svg = emojiSvg(segment)
    return svg === null ? '' : `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
  }
  return {
    paint: async (view) => {
      const { blocks } = readExcerpt(view.text)
      const card = box(
        cardStyle,
        text({ fontSize: 22, fontWeight: 700 }, view.title),
        column(blocks, { height: 200, overflow: 'hidden' }),
        text({ fontSize: 13 }, `${view.text.length} characters`),
      )
      const svg = await satori(card, { width: 600, height: 315, fonts, loadAdditionalAsset })
      return new Resvg(svg, { fitTo: { mode: 'width', value: 1200 } }).render().asPng()
    },
  }
}
