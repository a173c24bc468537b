import { PermissionFlagsBits as Can } from 'discord-api-types/v10'
import type { Services } from '../api/services.ts'
import type { Action, Initiator } from '../interaction/interaction.ts'
import { may, permissionsOf } from '../state/permissions.ts'
import type { SeedChannel } from '../state/seed.ts'
import type { FromPage, OptionValue } from '../wire/control.ts'
import { resolvedOptions } from './resolved.ts'
import type { Tab } from './tab.ts'

const SUBCOMMANDS = new Set([1, 2])

type Use = Extract<FromPage, { type: 'command' | 'complete' | 'component' }>

/** Begins the interaction for what somebody did on their page. */
export function startUse(services: Services, tab: Tab, use: Use): void {
  const channel = services.world.channel(use.channelId)
  const action = channel && actionOf(services, tab, channel, use)
  const initiator = initiatorOf(tab, use)
  if (action) services.interactions.start(action, initiator)
  else initiator.failed()
}

function initiatorOf(tab: Tab, { nonce, channelId }: Use): Initiator {
  return {
    answered: () => tab.send({ type: 'interaction', nonce, outcome: 'answered' }),
    failed: () => tab.send({ type: 'interaction', nonce, outcome: 'failed' }),
    choices: (choices) => tab.send({ type: 'autocomplete', nonce, choices }),
    launch: (instanceId, customId) => tab.launch(instanceId, channelId, customId),
  }
}

function actionOf(
  services: Services,
  tab: Tab,
  channel: SeedChannel,
  use: Use,
): Action | undefined {
  const { world } = services
  const permissions = permissionsOf(world.seed, tab.user, channel)
  if (use.type === 'component') {
    const message = world.message(use.messageId)
    if (!message || !may(permissions, Can.ViewChannel)) return undefined
    const { customId: custom_id, componentType: component_type, values } = use
    const data = { custom_id, component_type, ...(component_type !== 2 && { values }) }
    return { type: 3, user: tab.user, channel, data, messageId: message.id }
  }
  const command = world.commands().find(({ id }) => id === use.commandId)
  if (!command || !may(permissions, Can.SendMessages | Can.UseApplicationCommands)) return undefined
  return {
    type: use.type === 'command' ? 2 : 4,
    user: tab.user,
    channel,
    data: {
      id: command.id,
      name: command.name,
      type: command.type,
      options: use.options,
      resolved: resolvedOptions(services, use.options),
    },
    commandName: [command.name, ...pathOf(use.options)].join(' '),
  }
}

function pathOf(options: OptionValue[]): string[] {
  const [first] = options
  if (!first || !SUBCOMMANDS.has(first.type)) return []
  return [first.name, ...pathOf(first.options ?? [])]
}
