import { MessageType } from 'discord-api-types/v10'
import type { PageMessage } from '../../../src/wire/control.ts'
import { h, icon } from '../dom/dom.ts'
import { ICONS } from '../dom/icons.ts'
import { shortTime } from '../dom/time.ts'
import type { MessageContext } from './context.ts'
import { personName } from './person-name.ts'

type Said = { path: string; text: (Node | string)[] }

/** A line that Discord itself writes, as that somebody pinned a message; null for other messages. */
export function systemMessage(message: PageMessage, context: MessageContext): HTMLElement | null {
  const said = saidBy(message, context)
  if (!said) return null
  const author = context.store.person(message.author.id)
  const name = author?.name ?? message.author.username
  return h(
    'article',
    { id: `message-${message.id}`, className: 'message system', tabIndex: -1 },
    icon(said.path),
    h(
      'p',
      {},
      personName(author, name, 'author'),
      ' ',
      ...said.text,
      ' ',
      h('time', { dateTime: message.timestamp }, shortTime(new Date(message.timestamp))),
    ),
  )
}

function saidBy(message: PageMessage, { store }: MessageContext): Said | null {
  switch (message.type) {
    case MessageType.ChannelPinnedMessage: {
      const { channel_id = '', message_id = '' } = message.message_reference ?? {}
      const jump = linkButton('a message', () => store.jump(channel_id, message_id))
      return { path: ICONS.pin, text: ['pinned ', jump, ' to this channel.'] }
    }
    case MessageType.ThreadCreated: {
      const id = message.message_reference?.channel_id ?? message.thread?.id ?? ''
      const open = linkButton(message.content, () => store.channelById(id) && store.openChannel(id))
      return { path: ICONS.thread, text: ['started a thread: ', open] }
    }
    case MessageType.ChannelNameChange:
      return { path: ICONS.hash, text: ['changed the name to ', h('strong', {}, message.content)] }
    case MessageType.RecipientAdd:
      return { path: ICONS.plus, text: ['added somebody to the conversation.'] }
    case MessageType.RecipientRemove:
      return { path: ICONS.close, text: ['removed somebody from the conversation.'] }
    case MessageType.UserJoin:
      return { path: ICONS.right, text: ['joined the server.'] }
    default:
      return null
  }
}

function linkButton(text: string, click: () => void): HTMLElement {
  return h('button', { type: 'button', className: 'link', on: { click } }, text)
}
