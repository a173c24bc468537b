import type { PageMessage } from '../../../src/wire/control.ts'
import { h, icon } from '../dom/dom.ts'
import { ICONS } from '../dom/icons.ts'
import { openMenu } from '../dom/menu.ts'
import { onMenuAsked } from '../dom/menu-asked.ts'
import { messageActions } from './actions.ts'
import type { MessageContext } from './context.ts'

/** Lets a message's menu be opened in every way there is, and gives it its small bar of buttons. */
export function opensMenu(
  article: HTMLElement,
  message: PageMessage,
  context: MessageContext,
): HTMLElement {
  const entries = () => messageActions(message, context)
  onMenuAsked(article, (at) => openMenu(at, 'Message', entries()))
  article.append(bar(message, context, (at) => openMenu(at, 'Message', entries())))
  return article
}

function bar(
  message: PageMessage,
  { store }: MessageContext,
  open: (at: HTMLElement) => void,
): HTMLElement {
  const reply = () => store.replyTo(message)
  const more: HTMLElement = h(
    'button',
    {
      type: 'button',
      className: 'tool',
      ariaLabel: 'More',
      ariaHasPopup: 'menu',
      on: { click: () => open(more) },
    },
    icon(ICONS.more),
  )
  const mayReply = store.channel?.maySend && !message.ephemeral
  return h(
    'div',
    { className: 'message-bar' },
    mayReply &&
      h(
        'button',
        { type: 'button', className: 'tool', ariaLabel: 'Reply', on: { click: reply } },
        icon(ICONS.reply),
      ),
    more,
  )
}
