import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const ours = createRequire(join(import.meta.dirname, '../../sync-server/package.json'))
const theirs = createRequire(join(import.meta.dirname, '../peers/package.json'))

/** A package of other people, from bench/peers. `T` is the part of it that is used. */
export const peer = <T>(name: string): T => {
  try {
    return theirs(name) as T
  } catch (cause) {
    throw new Error(
      `${name} is missing in bench/peers: npm could not build it, or there is none for this machine. ` +
        'Install what it needs (node-canvas: libcairo2-dev libpango1.0-dev) and run npm ci there, or leave it out with --peers.',
      { cause },
    )
  }
}

/** A font that the server has, too: `inter/400Regular/Inter_400Regular`. */
export const fontFile = (name: string): string => ours.resolve(`@expo-google-fonts/${name}.ttf`)

/** The picture of an emoji as SVG of a size; null where there is none. */
export const emojiSvg = (emoji: string): string | null => {
  const points = Array.from(emoji.replaceAll('\ufe0f', ''), (c) => c.codePointAt(0)?.toString(16))
  try {
    const svg = readFileSync(ours.resolve(`@discordapp/twemoji/dist/svg/${points.join('-')}.svg`))
    return svg.toString().replace('<svg ', '<svg width="40" height="40" ')
  } catch {
    return null
  }
}
