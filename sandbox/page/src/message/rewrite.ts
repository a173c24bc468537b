import type { PageMessage } from '../../../src/wire/control.ts'
import { h } from '../dom/dom.ts'
import type { Connection } from '../session/connection.ts'

/** Puts a field in the place of a message's text; Enter saves, Escape leaves it as it was. */
export function rewrite(
  article: HTMLElement,
  { id, content }: PageMessage,
  connection: Connection,
  restore: () => void,
): void {
  const save = () => {
    const wanted = field.value.trim()
    if (wanted !== '' && wanted !== content)
      connection.send({ type: 'edit-message', messageId: id, content: wanted })
    restore()
  }
  const field: HTMLTextAreaElement = h('textarea', {
    className: 'rewrite',
    value: content,
    rows: Math.min(8, content.split('\n').length),
    ariaLabel: 'Your message',
    on: {
      keydown: (event) => {
        if (event.isComposing) return
        const isSaved = event.key === 'Enter' && !event.shiftKey
        if (!isSaved && event.key !== 'Escape') return
        event.preventDefault()
        if (isSaved) save()
        else restore()
      },
    },
  })
  const button = (text: string, click: () => void) =>
    h('button', { type: 'button', className: 'link', on: { click } }, text)
  const ways = h(
    'p',
    { className: 'rewrite-ways' },
    'escape to ',
    button('cancel', restore),
    ' · enter to ',
    button('save', save),
  )
  article.querySelector('.body')?.replaceChildren(field, ways)
  field.focus()
  field.setSelectionRange(content.length, content.length)
}
