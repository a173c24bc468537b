import type { Ending, ProviderState } from '../sync/status.ts'
import { button } from '../ui/button.ts'
import { element } from '../ui/dom.ts'
import { copyButton } from './asides.ts'

type End = Extract<ProviderState, { kind: 'ended' }>

export type EndActions = {
  /** What can be copied; null when nothing ever arrived. */
  text: string | null
  openAfresh: () => void
  leave: () => void
  signIn: () => void
}

const TITLES: { readonly [why in Ending]?: string } = {
  'access lost': 'You can’t open this document any more',
  'document gone': 'This document is not here',
  'signed out': 'You are signed out',
}

const NOT_SAVED = 'Your last edits were not saved'

/** What happened to the replica, and what to do: nothing that was typed is thrown away unasked (R20). */
export const endNotice = (
  { why, text }: End,
  unsaved: number,
  actions: EndActions,
): HTMLElement => {
  const copy = actions.text === null ? null : copyButton(actions.text)
  const title = TITLES[why] ?? (unsaved > 0 ? NOT_SAVED : 'The connection was closed')
  return element('section', { class: 'notice', 'aria-label': title }, [
    element('h2', {}, [title]),
    element('p', {}, [text]),
    element('div', { class: 'actions' }, [next(why, actions), copy]),
  ])
}

/** Nothing has arrived yet, and nothing can be done but wait. */
export const outOfReach = (): HTMLElement =>
  element('section', { class: 'notice' }, [
    element('h2', {}, ['Sticky can’t be reached']),
    element('p', {}, ['The document opens by itself as soon as the server answers.']),
  ])

const next = (why: Ending, { openAfresh, leave, signIn }: EndActions): HTMLElement => {
  if (why === 'signed out') return button('Sign in', signIn, 'primary')
  if (why === 'document gone' || why === 'access lost')
    return button('All documents', leave, 'primary')
  return button('Open afresh', openAfresh, 'primary')
}
