import { json, Router } from 'express'
import * as z from 'zod'
import { applyChange } from './apply-change.ts'
import { changeSchema } from './change-schema.ts'
import type { Stage } from './changes.ts'
import { ChangeError } from './refs.ts'

/**
 * The controls of tests: `POST /control/<kind>` makes a change (wire/change.ts) and answers what it made;
 * `GET /control` tells who and what there is, so that tests find ids by names. Only JSON is taken: other pages in the
 * same browser can't send it.
 */
export function controlRoutes(stage: Stage): Router {
  const router = Router()
  router.get('/control', (_request, response) => void response.json(overview(stage)))
  router.post('/control/:kind', json(), (request, response) => {
    if (!request.is('application/json')) {
      response.status(415).json({ message: 'Send JSON.' })
      return
    }
    const fields = (request.body ?? {}) as Record<string, unknown>
    const change = changeSchema.safeParse({ ...fields, kind: request.params.kind })
    if (!change.success) {
      response.status(400).json({ message: z.prettifyError(change.error) })
      return
    }
    try {
      response.json(applyChange(stage, change.data))
    } catch (error) {
      if (!(error instanceof ChangeError)) throw error
      response.status(400).json({ message: error.message })
    }
  })
  return router
}

function overview({ services: { world, payloads, conditions } }: Stage) {
  const { place } = world
  return {
    conditions: conditions.now,
    people: place.users.map(({ id, key, roleIds, isMember }) => ({ id, key, roleIds, isMember })),
    roles: place.roles,
    channels: place.channels.map((channel) => ({
      ...channel,
      messages: world.messages(channel.id).map((message) => payloads.message(message)),
    })),
  }
}
