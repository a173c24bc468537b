/** 16 by 16, drawn with strokes in the colour of the text around it. */
const PATHS = {
  back: 'M10 3 5 8l5 5',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8Zm4.5 0a2 2 0 1 0 4 0 2 2 0 1 0-4 0',
  plus: 'M8 3v10M3 8h10',
  page: 'M4 2h5l3 3v9H4ZM6.5 8h3M6.5 11h3',
  find: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 1 0 0-9M10.5 10.5 14 14',
  source: 'm5.5 4.5-4 3.5 4 3.5M10.5 4.5l4 3.5-4 3.5',
  close: 'm4 4 8 8M12 4l-8 8',
  up: 'm3.5 10 4.5-4.5L12.5 10',
  down: 'M3.5 6 8 10.5 12.5 6',
  undo: 'M6 3 2.5 6.5 6 10M3 6.5h6.5a4 4 0 0 1 0 8H7',
  redo: 'M10 3l3.5 3.5L10 10M13 6.5H6.5a4 4 0 0 0 0 8H9',
  tasks: 'M2 3h4v4H2ZM8.5 5H14M2 9.5h4v4H2ZM8.5 11.5H14M3 5l.8.8L5 4.3',
  bullets: 'M2.5 4h.01M2.5 8h.01M2.5 12h.01M6 4h8M6 8h8M6 12h8',
  numbers: 'M2 3l1-.7V6M1.8 10.2c.3-1 2-.8 1.8.3-.1.7-1.8 1.7-1.8 2.5h2M7 4h7M7 8h7M7 12h7',
  bold: 'M4.5 2.5h4a2.6 2.6 0 0 1 0 5.3h-4ZM4.5 7.8h4.7a2.8 2.8 0 0 1 0 5.7H4.5Z',
  italic: 'M7 2.5h5M4 13.5h5M10 2.5l-4 11',
  strike:
    'M2 8h12M11.5 4.8C11 3.3 9.7 2.5 8 2.5c-4 0-4.5 4-1.5 5M4.5 11.2c.5 1.5 1.8 2.3 3.5 2.3 4 0 4.6-3.6 2.4-5',
  heading: 'M4 2.5v11M12 2.5v11M4 8h8',
  quote: 'M3 11c2 0 3-1.5 3-3.5V4H2.5v4H6M10 11c2 0 3-1.5 3-3.5V4H9.5v4H13',
  code: 'M6 3.5 2 8l4 4.5M10 3.5 14 8l-4 4.5',
  link: 'M6.5 9.5a3 3 0 0 0 4.3 0l2-2a3 3 0 0 0-4.3-4.3l-1 1M9.5 6.5a3 3 0 0 0-4.3 0l-2 2a3 3 0 0 0 4.3 4.3l1-1',
  outdent: 'M2 3h12M8 6.5h6M8 9.5h6M2 13h12M5 6 2.5 8 5 10',
  indent: 'M2 3h12M8 6.5h6M8 9.5h6M2 13h12M2.5 6 5 8l-2.5 2',
} as const

export type IconName = keyof typeof PATHS

/** Decoration only: the words beside it say the same. */
export const icon = (name: IconName): SVGSVGElement =>
  drawing('0 0 16 16', 'icon', { d: PATHS[name] })

/** The note in `logo.svg`, drawn here because an image would be one more request before the first page. */
export const logo = (): SVGSVGElement =>
  drawing(
    '0 0 32 32',
    'logo',
    {
      fill: '#ffd24a',
      d: 'M7 3h18a4 4 0 0 1 4 4v12.5L19.5 29H7a4 4 0 0 1-4-4V7a4 4 0 0 1 4-4Z',
    },
    { fill: '#d99a06', d: 'M19.5 29v-5.5a4 4 0 0 1 4-4H29Z' },
    { class: 'logo-lines', stroke: '#5c4200', d: 'M9 11h14M9 17h8' },
  )

const SVG = 'http://www.w3.org/2000/svg'

const drawing = (
  viewBox: string,
  className: string,
  ...paths: Record<string, string>[]
): SVGSVGElement => {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', viewBox)
  svg.setAttribute('class', className)
  svg.setAttribute('aria-hidden', 'true')
  for (const attributes of paths) {
    const path = document.createElementNS(SVG, 'path')
    for (const [name, value] of Object.entries(attributes)) path.setAttribute(name, value)
    svg.append(path)
  }
  return svg
}
