import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const SERVER = join(ROOT, 'sync-server')

/** A place for a program, where its packages are found and no build replaces it. */
const placeFor = (name: string): string => {
  const place = join(SERVER, '.tsc', `${name}-${process.pid}`)
  mkdirSync(place, { recursive: true })
  process.once('exit', () => rmSync(place, { recursive: true, force: true }))
  return place
}

/**
 * A copy of a built server, which stays as it is when a build runs meanwhile; it goes when this process ends. Answers
 * with its main file, or null when `built` is no bundle.
 */
export const copyBundle = (built: string, name: string): string | null => {
  if (!existsSync(join(built, 'main.js'))) return null
  const place = placeFor(name)
  cpSync(built, place, { recursive: true })
  return join(place, 'main.js')
}

/** Bundles the server as `npm run build` does, elsewhere; it goes when this process ends. Answers with its main file. */
export const bundleServer = async (name: string): Promise<string> => {
  const { createBuilder } = await import('vite')
  const outDir = placeFor(name)
  const builder = await createBuilder({
    configFile: join(ROOT, 'vite.config.ts'),
    logLevel: 'warn',
    environments: { syncServer: { build: { outDir } } },
  })
  const environment = builder.environments['syncServer']
  if (environment === undefined) throw new Error('vite.config.ts has no environment syncServer')
  await builder.build(environment)
  return join(outDir, 'main.js')
}
