import type { Action } from './action.ts'
import { launch } from './launching.ts'

/** *Edit* on a card, *Open* on a list: the Activity on that document (F2). */
export const edit = {
  kind: 'button',
  name: 'edit',
  handle: (interaction, { documentId }, services) =>
    launch(interaction, services, async () => documentId),
} satisfies Action
