import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** A Node program bundled to `<folder>/dist/main.js`, and what it runs in threads; packages stay in node_modules. */
const program = (folder: string, threads: Record<string, string> = {}) => ({
  consumer: 'server' as const,
  resolve: { noExternal: [/^@sticky\//] },
  build: {
    outDir: `../${folder}/dist`,
    emptyOutDir: true,
    target: 'node20',
    sourcemap: true,
    rolldownOptions: {
      input: { main: `${import.meta.dirname}/${folder}/src/main.ts`, ...threads },
      // every package but our own, wherever npm has put it
      external: [/^(?!@sticky\/)[a-z@]/],
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[name].js' },
    },
  },
})

const SQLITE = `${import.meta.dirname}/sync-server/src/store/sqlite`
const SERVER_THREADS = {
  reading: `${SQLITE}/reading/reading.ts`,
  committing: `${SQLITE}/committing/committing.ts`,
}

/** Tests wait for other processes a good part of their time: one worker more than there are processors, three at least. */
const WORKERS = Math.max(2, availableParallelism()) + 1

/** One `vite build --app` builds the Activity, the sandbox's page and the three Node programs. */
export default defineConfig({
  root: 'activity',
  publicDir: 'public',
  builder: {
    buildApp: async (builder) => {
      for (const environment of Object.values(builder.environments)) {
        if (environment.name !== 'ssr') await builder.build(environment)
      }
    },
  },
  environments: {
    client: {
      build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', sourcemap: true },
    },
    syncServer: program('sync-server', SERVER_THREADS),
    bot: program('bot'),
    sandbox: program('sandbox'),
    sandboxPage: {
      consumer: 'client',
      build: {
        outDir: '../sandbox/dist/page',
        emptyOutDir: true,
        target: 'es2022',
        sourcemap: true,
        rolldownOptions: {
          input: { page: `${import.meta.dirname}/sandbox/page/src/main.ts` },
          output: { entryFileNames: '[name].js', assetFileNames: '[name][extname]' },
        },
      },
    },
  },
  test: {
    root: import.meta.dirname,
    projects: [
      {
        test: {
          name: 'unit',
          maxWorkers: WORKERS,
          // nothing in these is left behind for the next file, and loading the same modules anew takes longer than they do
          isolate: false,
          sequence: { groupOrder: 1 },
          // properties are looked at in thousands of cases, also where something else needs the machine
          testTimeout: 30_000,
          include: [
            '{shared,sync-server,bot,activity,sandbox,scripts}/src/**/*.test.ts',
            'sandbox/page/src/**/*.test.ts',
            'scripts/**/*.test.ts',
            'docs/**/*.test.ts',
          ],
        },
      },
      {
        test: {
          name: 'server',
          maxWorkers: WORKERS,
          isolate: false,
          sequence: { groupOrder: 1 },
          include: ['{sync-server,bot}/test/**/*.test.ts'],
          setupFiles: ['sync-server/test/file-setup.ts'],
          globalSetup: ['sync-server/test/program-setup.ts'],
          // for what hangs; programs that are killed and started again take their time on a busy machine
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          // one at a time: the sandbox has to have its own ports; beside the others in `npm test` (scripts/test.ts), else after them
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
          include: ['e2e/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
