import { ApplicationCommandType, type APIUser } from 'discord-api-types/v10'
import type { PageMessage } from '../../../src/wire/control.ts'
import { h } from '../dom/dom.ts'
import type { Store } from '../session/store.ts'
import type { MessageContext } from './context.ts'
import { personName } from './person-name.ts'

/** The line above a message: which command made it, or what it answers. */
export function origin(message: PageMessage, { store }: MessageContext): HTMLElement | null {
  const metadata = message.interaction_metadata
  // The deprecated field is the only one that carries the command's name.
  const command = (message as { interaction?: { name: string } }).interaction?.name
  if (metadata && command !== undefined) return usedBy(metadata.user, command, store)
  return message.message_reference ? answers(message, store) : null
}

/** "Ada used /doc create" */
export function usedBy(user: APIUser, command: string, store: Store): HTMLElement {
  const person = store.person(user.id)
  const isTyped = store.state.commands.some(
    ({ type, name }) => type === ApplicationCommandType.ChatInput && command.split(' ')[0] === name,
  )
  return h(
    'div',
    { className: 'origin' },
    h('img', { src: person?.avatarUrl ?? '', alt: '' }),
    personName(person, person?.name ?? user.username),
    ' used ',
    h('span', { className: 'command-name' }, isTyped ? `/${command}` : command),
  )
}

function answers({ message_reference, referenced_message }: PageMessage, store: Store) {
  const { channel_id = '', message_id = '' } = message_reference ?? {}
  const before = store.message(channel_id, message_id) ?? referenced_message
  if (!before) {
    return h('div', { className: 'origin' }, h('em', {}, 'Original message was deleted'))
  }
  const author = store.person(before.author.id)
  const jump = () => store.jump(channel_id, message_id)
  return h(
    'div',
    { className: 'origin' },
    h('img', { src: author?.avatarUrl ?? '', alt: '' }),
    personName(author, author?.name ?? before.author.username),
    h(
      'button',
      { type: 'button', className: 'quoted', on: { click: jump } },
      before.content === '' ? 'Click to see message' : before.content,
    ),
  )
}
