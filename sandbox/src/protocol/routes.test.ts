import { describe, expect, it } from 'vitest'
import { allRoutes } from '../api/api-app.ts'
import type { Services } from '../api/services.ts'

describe('the route table', () => {
  it("has only paths of Discord's own description", async () => {
    // By a variable, because the package's own types do not compile here.
    const name: string = 'discord-api-spec'
    const { pathsList } = (await import(name)) as { pathsList: Record<string, string[]> }
    const routes = allRoutes({} as Services)
    expect(routes.length).toBeGreaterThan(20)
    for (const { method, path } of routes) expect(pathsList[method]).toContain(path)
  })
})
