import { ApplicationCommandType } from 'discord-api-types/v10'
import type { PageMessage } from '../../../src/wire/control.ts'
import { commandsFor } from '../composer/commands.ts'
import { prompted } from '../dom/dialog.ts'
import { ICONS } from '../dom/icons.ts'
import type { MenuEntry } from '../dom/menu.ts'
import { messageLink } from '../session/links.ts'
import { useCommand } from '../session/use.ts'
import type { MessageContext } from './context.ts'
import { summary } from './summary.ts'

/** What somebody may do with a message: the lines of its menu. */
export function messageActions(message: PageMessage, context: MessageContext): MenuEntry[] {
  const { store, connection } = context
  const { channel, state } = store
  const text = message.content || summary(message)
  const copyText: MenuEntry = { label: 'Copy text', path: ICONS.copy, choose: () => copy(text) }
  const remove = () => connection.send({ type: 'delete-message', messageId: message.id })
  if (message.ephemeral)
    return [copyText, { label: 'Dismiss message', path: ICONS.bin, choose: remove }]
  const isMine = message.author.id === state.me.id
  const link = messageLink(channel?.guildId ?? null, message.channel_id, message.id)
  return [
    ...(channel?.maySend ? [replyEntry(message, context)] : []),
    ...(isMine
      ? [{ label: 'Edit message', path: ICONS.send, choose: () => context.rewrite(message) }]
      : []),
    ...(channel?.mayPin ? [pinEntry(message, context)] : []),
    ...(channel?.mayCreateThreads && !message.thread ? [threadEntry(message, context)] : []),
    ...apps(message, context),
    copyText,
    { label: 'Copy message link', path: ICONS.link, choose: () => copy(link) },
    { label: 'Copy message ID', path: ICONS.copy, choose: () => copy(message.id) },
    ...(isMine || channel?.mayManageMessages
      ? [{ label: 'Delete message', path: ICONS.bin, isDangerous: true, choose: remove }]
      : []),
  ]
}

function replyEntry(message: PageMessage, { store }: MessageContext): MenuEntry {
  return { label: 'Reply', path: ICONS.reply, choose: () => store.replyTo(message) }
}

function pinEntry({ id, pinned }: PageMessage, { connection }: MessageContext): MenuEntry {
  return {
    label: pinned ? 'Unpin message' : 'Pin message',
    path: ICONS.pin,
    choose: () => connection.send({ type: 'pin', messageId: id, isPinned: !pinned }),
  }
}

function threadEntry({ id, channel_id }: PageMessage, { connection }: MessageContext): MenuEntry {
  const create = async () => {
    const name = await prompted({ title: 'Create thread', label: 'Thread name', yes: 'Create' })
    if (name === null) return
    const thread = { channelId: channel_id, name, isPrivate: false, messageId: id }
    connection.send({ type: 'create-thread', ...thread })
  }
  return { label: 'Create thread', path: ICONS.thread, choose: () => void create() }
}

/** The application's own commands for messages. */
function apps({ id }: PageMessage, { store, connection }: MessageContext): MenuEntry[] {
  const entries = commandsFor(store, ApplicationCommandType.Message).map(({ label, command }) => ({
    label,
    choose: () => useCommand(store, connection, { label, commandId: command.id, targetId: id }),
  }))
  return entries.length === 0 ? [] : [{ label: 'Apps', path: ICONS.apps, entries }]
}

function copy(text: string): void {
  void navigator.clipboard.writeText(text)
}
