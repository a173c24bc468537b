/** `npm run notices`: writes THIRD-PARTY-NOTICES.md anew from package-lock.json. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { notices } from './third-party.ts'
import type { Lock } from './third-party.ts'

const ROOT = join(import.meta.dirname, '..')
const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as Lock
writeFileSync(join(ROOT, 'THIRD-PARTY-NOTICES.md'), notices(lock))
