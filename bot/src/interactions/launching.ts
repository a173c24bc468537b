import { DiscordAPIError, RESTJSONErrorCodes as Code } from 'discord.js'
import type {
  ChatInputCommandInteraction,
  MessageComponentInteraction,
  ModalSubmitInteraction,
  PrimaryEntryPointCommandInteraction,
} from 'discord.js'
import { allows } from '@sticky/shared/access'
import { StickyError } from '@sticky/shared/errors'
import { answer } from '../answers/answer.ts'
import { button, linkButton, row, text } from '../answers/parts.ts'
import { membershipOf } from '../membership.ts'
import type { Visitor } from '../people.ts'
import type { Services } from '../services.ts'
import { textsOf } from '../text/texts.ts'
import type { Texts } from '../text/texts.ts'
import { customId } from './custom-id.ts'
import { privately } from './delivery.ts'
import { inTime } from './in-time.ts'

/** Activities are not switched on for this app; not in Discord's list of codes. */
const ACTIVITIES_OFF = 50_234

type Launching =
  | MessageComponentInteraction
  | ModalSubmitInteraction
  | ChatInputCommandInteraction
  | PrimaryEntryPointCommandInteraction

/** Whom the launch is for and on what; null: the Activity lets them choose. */
type Launch = { visitor: Visitor; documentId: string | null }

/**
 * Opens the Activity for whoever acted (F2). `choose` gets them and names the document; that they
 * may see it is asked anew each time (T22). The launch itself carries no document, so an intent is
 * written before it and bound to the instance after: the Activity may ask in between.
 */
export const launch = async (
  interaction: Launching,
  services: Services,
  choose: (visitor: Visitor) => Promise<string | null>,
): Promise<void> => {
  const prepared = await inTime(prepare(interaction, services, choose))
  try {
    const instanceId = await start(interaction)
    if (instanceId === null) return
    services.activities.launched(interaction.user.id, membershipOf(interaction), instanceId)
    await intend(prepared, interaction, instanceId)
  } catch (error) {
    await offerLink(interaction, services, prepared, error)
  }
}

const prepare = async (
  interaction: Launching,
  services: Services,
  choose: (visitor: Visitor) => Promise<string | null>,
): Promise<Launch> => {
  const visitor = await services.people.arrive(interaction)
  const documentId = await choose(visitor)
  const launch = { visitor, documentId }
  await Promise.all([mayOpen(launch), intend(launch, interaction)])
  return launch
}

const mayOpen = async ({ visitor, documentId }: Launch): Promise<void> => {
  if (documentId === null) return
  const { role } = await visitor.api.document(documentId)
  if (!allows(role, 'view')) throw new StickyError('forbidden')
}

const intend = async (
  { visitor, documentId }: Launch,
  { channelId }: Launching,
  instanceId?: string,
): Promise<void> => {
  if (documentId === null || channelId === null) return
  const instance = instanceId === undefined ? {} : { instanceId }
  await visitor.api.putIntent({ documentId, channelId, ...instance })
}

/**
 * The instance's id, or null where Discord did not say (discord.js throws then, although it has
 * launched).
 */
const start = async (interaction: Launching): Promise<string | null> => {
  try {
    const { resource, interaction: answered } = await interaction.launchActivity({
      withResponse: true,
    })
    return resource?.activityInstance?.id ?? answered.activityInstanceId
  } catch (error) {
    if (!interaction.replied) throw error
    return null
  }
}

/**
 * Where Discord cannot launch here, a link can: it carries the document and opens the Activity
 * elsewhere.
 */
const offerLink = async (
  interaction: Launching,
  { clientId, log }: Services,
  { documentId }: Launch,
  error: unknown,
): Promise<void> => {
  // Launched; only binding the instance failed. The first intent still names the document.
  if (interaction.replied) {
    log.warn({ err: error, interaction: interaction.id }, 'could not bind an instance')
    return
  }
  const { launch, write } = textsOf(interaction.locale)
  const reason = error instanceof DiscordAPIError ? reasonOf(error, launch) : null
  if (reason === null) throw error
  const query = documentId === null ? '' : `?custom_id=${documentId}`
  const made = answer(
    text(launch.useLink(reason)),
    row(
      linkButton(launch.open, `https://discord.com/activities/${clientId}${query}`),
      ...(documentId === null ? [] : [button(write.quick, customId('quick-edit', documentId))]),
    ),
  )
  await interaction.reply(privately(made))
}

const reasonOf = ({ code }: DiscordAPIError, texts: Texts['launch']): string | null => {
  if (code === Code.CannotExecuteActionOnThisChannelType) return texts.wrongChannel
  if (code === ACTIVITIES_OFF) return texts.activitiesOff
  if (code === Code.UnknownInteraction) return texts.tooLate
  return null
}
