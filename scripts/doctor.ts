/**
 * `npm run doctor`: looks whether Sticky and Discord are set up for each other, and says what to correct where. Reads
 * what `npm start` reads; changes nothing. Ends with 1 when something has failed.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { examine } from './doctor/examine.ts'
import { hasFailed, report } from './doctor/report.ts'

const DOT_ENV = join(import.meta.dirname, '../.env')

if (existsSync(DOT_ENV)) process.loadEnvFile(DOT_ENV)
const examination = await examine(process.env)
console.log(report(examination))
process.exit(hasFailed(examination) ? 1 : 0)
