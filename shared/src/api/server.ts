import { z } from 'zod'
import { ServerEvent } from '../events.ts'
import type { Routes } from './route.ts'

export const EVENT_ROUTES = {
  'GET /events': {
    by: 'service',
    does: 'Server-sent events for the bot.',
    headers: { 'Last-Event-ID': 'goes on after this event; without it one starts with now' },
    events: ServerEvent,
  },
} as const satisfies Routes

export const DESCRIPTION_ROUTES = {
  'GET /openapi.json': {
    by: 'anyone',
    does: 'This description.',
    answer: z.looseObject({ openapi: z.string() }),
  },
} as const satisfies Routes

/** Outside the API, at the root. */
export const ROOT_ROUTES = {
  'GET /healthz': {
    by: 'anyone',
    does: 'Answers while the server runs.',
    answer: z.object({ status: z.literal('ok') }),
  },
  'GET /readyz': {
    by: 'anyone',
    does: 'Answers when the server can do its work.',
    answer: z.object({ status: z.literal('ready') }),
  },
  'GET /metrics': {
    by: 'anyone',
    does: 'Measurements in the text format of Prometheus.',
    sends: ['text/plain'],
  },
  'GET /.well-known/jwks.json': {
    by: 'anyone',
    does: "The keys that the server's tokens are signed with.",
    answer: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }),
  },
} as const satisfies Routes
