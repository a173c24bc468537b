import { element } from './dom.ts'
import type { Child } from './dom.ts'

/** A page that is only a message: what happened, what it means, and what can be done. */
export const notice = (title: string, text: string, actions: readonly Child[] = []): HTMLElement =>
  element('main', { class: 'page page-center' }, [
    element('section', { class: 'notice' }, [
      element('h1', {}, [title]),
      element('p', {}, [text]),
      actions.length === 0 ? null : element('div', { class: 'actions' }, actions),
    ]),
  ])
