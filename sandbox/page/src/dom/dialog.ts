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
  const cancel = () => form.closest('dialog')?.close('no')
  const form: HTMLFormElement = h(
    'form',
    { method: 'dialog' },
    ...content,
    h(
      'div',
      { className: 'dialog-buttons' },
      h('button', { type: 'button', className: 'button secondary', on: { click: cancel } }, no),
      h('button', { value: 'yes', className: 'button primary', autofocus: true }, yes),
    ),
  )
  return new Promise((resolve) => {
    openDialog({ title, className, content: [form], onClose: (value) => resolve(value === 'yes') })
  })
}

/** Asks for a short text; resolves with null when the person does not give one. */
export async function prompted({
  title,
  label,
  yes,
}: {
  title: string
  label: string
  yes: string
}) {
  const input = h('input', {
    id: 'prompt',
    type: 'text',
    required: true,
    maxLength: 100,
    autofocus: true,
  })
  const field = h('div', { className: 'field' }, h('label', { htmlFor: 'prompt' }, label), input)
  const isGiven = await confirmed({ title, content: [field], yes, no: 'Cancel' })
  return isGiven && input.value.trim() !== '' ? input.value.trim() : null
}

function closeButton(click: () => void): HTMLElement {
  return h(
    'button',
    { type: 'button', className: 'tool dialog-close', ariaLabel: 'Close', on: { click } },
    icon(ICONS.close),
  )
}
