import { join } from 'node:path'
import { build } from 'vite'

const SERVER = join(import.meta.dirname, '..')

/**
 * Bundles the server once for all whole-server tests. They start some ninety processes of it, and loading a few
 * hundred small files would take most of their time: all packages that can be bundled are inside.
 */
export const setup = async (): Promise<void> => {
  await build({
    root: SERVER,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external: ['@node-rs/argon2', 'better-sqlite3', 'canvas'] },
    build: {
      ssr: true,
      outDir: '.tsc/program',
      target: 'node20',
      sourcemap: true,
      rolldownOptions: {
        input: {
          main: 'src/main.ts',
          reading: 'src/store/sqlite/reading/reading.ts',
          committing: 'src/store/sqlite/committing/committing.ts',
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[name].js' },
      },
    },
  })
}
