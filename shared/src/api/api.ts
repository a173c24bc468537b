import { CARD_ROUTES, PLACEMENT_ROUTES } from './cards.ts'
import { CHAT_ROUTES } from './chat.ts'
import { CONTENT_ROUTES, DOCUMENT_ROUTES } from './documents.ts'
import { GRANT_ROUTES } from './grants.ts'
import { GUILD_ROUTES } from './guilds.ts'
import { HISTORY_ROUTES } from './history.ts'
import { INSTANCE_ROUTES } from './instances.ts'
import { LINK_ROUTES } from './links.ts'
import { OWN_DATA_ROUTES } from './own-data.ts'
import type { Routes } from './route.ts'
import { SEARCH_ROUTES } from './search.ts'
import { DESCRIPTION_ROUTES, EVENT_ROUTES } from './server.ts'
import { SESSION_ROUTES } from './sessions.ts'
import { TICKET_ROUTES } from './tickets.ts'
import { USER_ROUTES } from './users.ts'

/** Every route below {@link API_PATH}. */
export const API = {
  ...USER_ROUTES,
  ...OWN_DATA_ROUTES,
  ...SESSION_ROUTES,
  ...DOCUMENT_ROUTES,
  ...CONTENT_ROUTES,
  ...HISTORY_ROUTES,
  ...GRANT_ROUTES,
  ...LINK_ROUTES,
  ...TICKET_ROUTES,
  ...CARD_ROUTES,
  ...PLACEMENT_ROUTES,
  ...CHAT_ROUTES,
  ...GUILD_ROUTES,
  ...INSTANCE_ROUTES,
  ...SEARCH_ROUTES,
  ...EVENT_ROUTES,
  ...DESCRIPTION_ROUTES,
} as const satisfies Routes
export type Api = typeof API
