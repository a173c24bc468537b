import { h, icon } from './dom.ts'
import { ICONS } from './icons.ts'

interface DialogOptions {
  title: string
  className?: string
  content: (Node | string)[]
  onClose: (returnValue: string) => void
}

let count = 0

/** Opens a dialog that keeps the focus until it is closed; Escape closes it with no value. */
export function openDialog({ title, className = '', content, onClose }: DialogOptions) {
  const id = `dialog-${(count += 1)}`
  const dialog: HTMLDialogElement = h(
    'dialog',
    {
      className: `dialog ${className}`,
      attrs: { 'aria-labelledby': id },
      on: {
        close: () => {
          dialog.remove()
          onClose(dialog.returnValue)
        },
      },
    },
    h('h2', { id }, title),
    closeButton(() => dialog.close('')),
    ...content,
  )
  document.body.append(dialog)
  dialog.showModal()
  return dialog
}

interface Asked {
  title: string
  content: (Node | string)[]
  yes: string
  no: string
  className?: string
}

/** Asks the person; resolves with false when they close it by Escape, too. */
export function confirmed({ title, content, yes, no, className = '' }: Asked): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const form = h(
    'form',
    { method: 'dialog' },
    ...content,
    h(
      'div',
      { className: 'dialog-buttons' },
      h('button', { value: 'no', className: 'button secondary' }, no),
      h('button', { value: 'yes', className: 'button primary', autofocus: true }, yes),
    ),
  )
  openDialog({ title, className, content: [form], onClose: (value) => resolve(value === 'yes') })
  return promise
}

function closeButton(click: () => void): HTMLElement {
  return h(
    'button',
    { type: 'button', className: 'tool dialog-close', ariaLabel: 'Close', on: { click } },
    icon(ICONS.close),
  )
}
