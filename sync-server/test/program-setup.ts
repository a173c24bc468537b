import { join } from 'node:path'
import { build } from 'vite'

const SERVER = join(import.meta.dirname, '..')

/** Bundles the server into this folder of sync-server/, with all packages that can be bundled. */
export const bundleServer = async (outDir: string): Promise<void> => {
  await build({
    root: SERVER,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external: ['@node-rs/argon2', 'better-sqlite3', 'canvas'] },
    build: {
      ssr: 'src/main.ts',
      outDir,
      target: 'node20',
      sourcemap: true,
      rolldownOptions: {
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[name].js' },
      },
    },
  })
}

/**
 * Once for all whole-server tests: they start some ninety processes of it, and loading a few hundred small files
 * would take most of their time.
 */
export const setup = (): Promise<void> => bundleServer('.tsc/program')
