import { h } from './dom.ts'

interface Asked {
  title: string
  text: string
  yes: string
  no: string
}

/** Asks the person; resolves with false when they close it by Escape, too. */
export function confirmed({ title, text, yes, no }: Asked): Promise<boolean> {
  return new Promise((resolve) => {
    const dialog: HTMLDialogElement = h(
      'dialog',
      {
        className: 'dialog',
        attrs: { 'aria-labelledby': 'dialog-title' },
        on: {
          close: () => {
            dialog.remove()
            resolve(dialog.returnValue === 'yes')
          },
        },
      },
      h(
        'form',
        { method: 'dialog' },
        h('h2', { id: 'dialog-title' }, title),
        h('p', {}, text),
        h(
          'div',
          { className: 'row' },
          h('button', { value: 'no', className: 'button secondary' }, no),
          h('button', { value: 'yes', className: 'button primary', autofocus: true }, yes),
        ),
      ),
    )
    document.body.append(dialog)
    dialog.showModal()
  })
}
