/** Finds a Chromium for the browser tests, or gets one; prints its path. `npm test` runs this first. */
import { findOrInstallBrowser } from './chromium.ts'

try {
  console.log(`browser: ${findOrInstallBrowser()}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
