/** 16 by 16, drawn with strokes in the colour of the text around it. */
const PATHS = {
  back: 'M10 3 5 8l5 5',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8Zm4.5 0a2 2 0 1 0 4 0 2 2 0 1 0-4 0',
  plus: 'M8 3v10M3 8h10',
  page: 'M4 2h5l3 3v9H4ZM6.5 8h3M6.5 11h3',
} as const

/** Decoration only: the words beside it say the same. */
export const icon = (name: keyof typeof PATHS): SVGSVGElement =>
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
