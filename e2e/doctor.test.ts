import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Stage } from './stage.ts'

const SCRIPT = join(import.meta.dirname, '../scripts/doctor.ts')
const stage = new Stage()

beforeAll(() => stage.start())
afterAll(() => stage.close())

/** `npm run doctor`, beside the product: what it prints, and its exit code. */
const doctor = (settings: Record<string, string> = {}): Promise<{ text: string; code: unknown }> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', SCRIPT],
      { env: { ...process.env, PORT: '3111', ...settings } },
      (error, stdout, stderr) =>
        resolve({ text: stdout + stderr, code: error === null ? 0 : error.code }),
    )
  })

it('F70: the doctor finds nothing wrong with a product that runs', async () => {
  const { text, code } = await doctor()
  expect(text).not.toContain('failed  ')
  expect(text).toContain('commands are registered as they should')
  expect(text).toContain('leads to a Sticky server')
  expect(text).toContain('It serves the web app that was built here')
  expect(text).toContain('WebSockets pass')
  expect(code).toBe(0)
})

it('F70: the doctor ends with 1 when something is wrong', async () => {
  const { text, code } = await doctor({ PUBLIC_URL: 'http://localhost:3334' })
  expect(text).toContain('failed   What answers at http://localhost:3334 is not Sticky')
  expect(code).toBe(1)
})
