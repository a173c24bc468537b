import type { Route } from '@sticky/shared/api/route'
import { describe, expect, it } from 'vitest'
import type { Doors } from '../users/caller.ts'
import { CallBudgets } from './call-budgets.ts'
import { serve } from './serve.ts'

const closed = (): never => {
  throw new Error('nobody comes')
}
const doors: Doors = { signedIn: closed, known: closed, anybody: closed }
const budgets = new CallBudgets(1)
const GREETING: Route = { by: 'anyone', does: 'Greets.' }
const greet = (): void => {}

describe('F67: what is served is what is declared', () => {
  it('a handler whose route nobody has declared stops the server from starting', () => {
    const handlers = { 'GET /greeting': greet, 'GET /secret': greet }
    expect(() => serve({ 'GET /greeting': GREETING }, handlers, doors, budgets)).toThrow(
      'Declare in shared/src/api/ what is served: GET /secret.',
    )
  })

  it('so does a declared route without a handler', () => {
    const routes = { 'GET /greeting': GREETING, 'POST /greeting': GREETING }
    const handlers = { 'GET /greeting': greet }
    expect(() =>
      serve(
        routes,
        handlers as typeof handlers & { 'POST /greeting': typeof greet },
        doors,
        budgets,
      ),
    ).toThrow('Nothing handles POST /greeting.')
  })

  it('and neither, when they agree', () => {
    expect(
      serve({ 'GET /greeting': GREETING }, { 'GET /greeting': greet }, doors, budgets).stack,
    ).toHaveLength(1)
  })
})
