import type { Aside } from '../device/copy.ts'
import { button } from '../ui/button.ts'
import { copyText } from '../ui/clipboard.ts'
import { element } from '../ui/dom.ts'

/** A button that copies, and says what came of it. */
export const copyButton = (text: string): HTMLElement => {
  const run = async (): Promise<void> => {
    dom.textContent = (await copyText(text)) ? 'Copied' : 'Copying is not allowed here'
  }
  const dom = button('Copy my text', () => void run())
  return dom
}

/** A text that was refused: nothing that was typed is thrown away unasked (R20). */
export const asideNotice = ({ why, text }: Aside, dismiss: () => void): HTMLElement =>
  element('section', { class: 'notice', 'aria-label': 'Not saved' }, [
    element('h2', {}, ['Some of your edits were not saved']),
    element('p', {}, [why]),
    element('div', { class: 'actions' }, [copyButton(text), button('Dismiss', dismiss, 'quiet')]),
  ])
