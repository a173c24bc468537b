import type { ButtonInteraction } from 'discord.js'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { readButtonId } from './button-id.ts'
import type { ButtonAction } from './button-id.ts'
import { launch } from './launching.ts'

type Press = (
  interaction: ButtonInteraction,
  documentId: string,
  services: Services,
) => Promise<void>

const PRESSES: Record<ButtonAction, Press> = {
  edit: (interaction, documentId, services) =>
    launch(interaction, services, async () => documentId),
}

/** A pressed button; what it may do is decided by who pressed it (T22). */
export const pressButton = async (
  interaction: ButtonInteraction,
  services: Services,
): Promise<void> => {
  const pressed = readButtonId(interaction.customId)
  if (pressed === null) throw new Refusal(({ errors }) => errors.unknownPress)
  await PRESSES[pressed.action](interaction, pressed.documentId, services)
}
