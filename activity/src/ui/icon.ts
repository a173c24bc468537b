/** 16 by 16, drawn with strokes in the colour of the text around it. */
const PATHS = {
  back: 'M10 3 5 8l5 5',
  eye: 'M1.500 8S4 3.500 8 3.500 14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8Zm4.500 0a2 2 0 1 0 4 0 2 2 0 1 0-4 0',
  plus: 'M8 3v10M3 8h10',
  page: 'M4 2h5l3 3v9H4ZM6.500 8h3M6.500 11h3',
} as const

const SVG = 'http://www.w3.org/2000/svg'

/** Decoration only: the words beside it say the same. */
export const icon = (name: keyof typeof PATHS): SVGSVGElement => {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 16 16')
  svg.setAttribute('class', 'icon')
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('d', PATHS[name])
  svg.append(path)
  return svg
}
