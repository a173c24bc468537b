import {
  ApplicationCommandType as CommandType,
  ComponentType,
  PermissionFlagsBits as Can,
  type APIApplicationCommand,
} from 'discord-api-types/v10'
import type { Services } from '../api/services.ts'
import type { Initiator } from '../interaction/interaction.ts'
import { FAILED } from '../interaction/interactions.ts'
import { FieldError, modalData } from '../interaction/modal-data.ts'
import { namedByOptions, namedBySelect, resolved, type Where } from '../interaction/resolved.ts'
import { isChoosable } from '../interaction/select-values.ts'
import { usableCommands } from '../interaction/usable-commands.ts'
import { allComponents } from '../state/component.ts'
import type { StoredMessage } from '../state/message.ts'
import { may, permissionsOf } from '../state/permissions.ts'
import type { FromPage, OptionValue } from '../wire/control.ts'
import type { Tab } from './tab.ts'

/** `handler` of an Entry Point command: Discord launches the Activity by itself. */
const DISCORD_LAUNCHES = 2
const SUBCOMMANDS = new Set([1, 2])
const NOT_HERE = 'This command cannot be used here'

type CommandUse = Extract<FromPage, { type: 'command' | 'complete' }>
type ComponentUse = Extract<FromPage, { type: 'component' }>
type ModalSubmit = Extract<FromPage, { type: 'modal-submit' }>

/** Begins the interaction for a command that somebody uses, or types. */
export function useCommand(services: Services, tab: Tab, use: CommandUse): void {
  const initiator = initiatorOf(tab, use.nonce, use.channelId)
  const where = whereOf(services, tab, use.channelId)
  const command = where && commandFor(where, use.commandId)
  if (!where || !command) return initiator.failed(NOT_HERE)
  const { handler } = command as { handler?: number }
  if (handler === DISCORD_LAUNCHES) return launch(services, initiator, use.channelId)
  const data = commandData(where, command, use)
  if (!data) return initiator.failed(NOT_HERE)
  const { user, channel } = where
  const commandName = [command.name, ...pathOf(use.options)].join(' ')
  const type = use.type === 'command' ? 2 : 4
  return services.interactions.start({ type, user, channel, data, commandName }, initiator)
}

/** Begins the interaction for a pressed button or the choice in a select. */
export function useComponent(services: Services, tab: Tab, use: ComponentUse): void {
  const initiator = initiatorOf(tab, use.nonce, use.channelId)
  const where = whereOf(services, tab, use.channelId)
  const message = services.world.message(use.messageId)
  const data = where && message && componentData(where, message, use)
  if (!data) return initiator.failed(FAILED)
  const { user, channel } = where
  return services.interactions.start(
    { type: 3, user, channel, data, messageId: message.id },
    initiator,
  )
}

/** Sends a modal, if it is open for this person and what was entered can be sent. */
export function submitModal(services: Services, tab: Tab, submit: ModalSubmit): void {
  const modal = services.interactions.modal(submit.modalId)
  const channelId = modal?.from.channel.id ?? ''
  const initiator = initiatorOf(tab, submit.nonce, channelId)
  const where = whereOf(services, tab, channelId)
  if (!where || modal?.from.user.id !== tab.user.id) return initiator.failed(FAILED)
  try {
    services.interactions.submitModal(modal, modalData(where, modal, submit.values), initiator)
  } catch (error) {
    if (!(error instanceof FieldError)) throw error
    initiator.failed(error.message)
  }
}

function initiatorOf(tab: Tab, nonce: string, channelId: string): Initiator {
  return {
    answered: () => tab.send({ type: 'interaction', nonce, outcome: 'answered' }),
    failed: (reason) => tab.send({ type: 'interaction', nonce, outcome: 'failed', reason }),
    choices: (choices) => tab.send({ type: 'autocomplete', nonce, choices }),
    modal: ({ id, data }) => tab.send({ type: 'modal', nonce, modal: { ...data, id, channelId } }),
    launch: (instanceId, customId) => tab.launch(instanceId, channelId, customId),
  }
}

function whereOf({ world, payloads }: Services, tab: Tab, channelId: string): Where | undefined {
  const channel = world.place.channel(channelId)
  return channel && { world, payloads, user: tab.user, channel }
}

function launch(
  { instances, conditions }: Services,
  initiator: Initiator,
  channelId: string,
): void {
  if (!conditions.now.areActivitiesEnabled) return initiator.failed(FAILED)
  initiator.answered()
  void initiator.launch(instances.launch(channelId).id, null)
}

function commandFor(
  { world, user, channel }: Where,
  id: string,
): APIApplicationCommand | undefined {
  return usableCommands(world, user, channel).find((command) => command.id === id)
}

/** Nothing when a context menu command has no target. */
function commandData(where: Where, command: APIApplicationCommand, use: CommandUse) {
  const { id, name, type, guild_id } = command
  const common = { id, name, type, ...(guild_id !== undefined && { guild_id }) }
  const { targetId } = use
  switch (type) {
    case CommandType.ChatInput:
      return { ...common, options: use.options, ...resolved(where, namedByOptions(use.options)) }
    case CommandType.User: {
      const isThere = targetId !== undefined && where.world.place.user(targetId) !== undefined
      if (!isThere) return undefined
      return { ...common, target_id: targetId, ...resolved(where, { userIds: [targetId] }) }
    }
    case CommandType.Message: {
      const message = targetId === undefined ? undefined : where.world.message(targetId)
      if (!message || !mayRead(where, message)) return undefined
      return { ...common, target_id: targetId, ...resolved(where, { messageIds: [message.id] }) }
    }
    default:
      return common
  }
}

function componentData(where: Where, message: StoredMessage, use: ComponentUse) {
  const { customId: custom_id, values } = use
  const component_type: ComponentType = use.componentType
  const component = allComponents(message.components).find(
    (one) => one['custom_id'] === custom_id && one['type'] === component_type,
  )
  if (!component || component['disabled'] === true || !mayRead(where, message)) return undefined
  const common = { id: component['id'], custom_id, component_type }
  if (component_type === ComponentType.Button) return common
  if (!isChoosable(where.world.place, component, values)) return undefined
  return { ...common, values, ...resolved(where, namedBySelect(component_type, values)) }
}

function mayRead({ world, user, channel }: Where, message: StoredMessage): boolean {
  const isForOther = message.ephemeralFor !== undefined && message.ephemeralFor !== user.id
  if (message.channelId !== channel.id || isForOther) return false
  return may(permissionsOf(world.place, user, channel), Can.ViewChannel)
}

function pathOf(options: OptionValue[]): string[] {
  const [first] = options
  if (!first || !SUBCOMMANDS.has(first.type)) return []
  return [first.name, ...pathOf(first.options ?? [])]
}
