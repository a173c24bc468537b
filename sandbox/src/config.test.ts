import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'

describe('settings', () => {
  it('names every mistake at once', () => {
    const read = () => readConfig({ SANDBOX_APPLICATION_ID: '1', SANDBOX_API_PORT: 'x' })
    expect(read).toThrow(/APPLICATION_ID[\s\S]*BOT_TOKEN[\s\S]*CLIENT_SECRET[\s\S]*API_PORT/)
  })
  it('defaults to the ports the SDK and the contract name', () => {
    const config = readConfig({
      SANDBOX_APPLICATION_ID: '1210000000000000001',
      SANDBOX_BOT_TOKEN: 't',
      SANDBOX_CLIENT_SECRET: 's',
    })
    expect(config.conditions).toEqual({ consent: 'ask', limits: 'real' })
    expect(config.ports).toEqual({ client: 3333, api: 3334, activity: 3335 })
  })
})
