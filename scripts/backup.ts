/** `npm run backup [-- <file>]`, `npm run restore -- <file>`: for a server that runs, or for none. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readSettings } from './settings.ts'

const ROOT = join(import.meta.dirname, '..')
const [, , what = '', file] = process.argv

if (existsSync(join(ROOT, '.env'))) process.loadEnvFile(join(ROOT, '.env'))
const { common } = readSettings(process.env)
/** Where npm was called; it changes to the project's folder. */
const from = process.env['INIT_CWD'] ?? process.cwd()
const { status } = spawnSync(
  process.execPath,
  ['--import', 'tsx', join(ROOT, 'sync-server/src/main.ts'), what].concat(
    file === undefined ? [] : resolve(from, file),
  ),
  { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...common } },
)
process.exit(status ?? 1)
