import { element } from '../ui/dom.ts'
import { field } from '../ui/field.ts'
import { logo } from '../ui/icon.ts'

/** Asks for a link's password; `problem`: what was wrong with the one before. */
export const passwordPage = (
  problem: string | null,
  done: (password: string) => void,
): HTMLElement => {
  const password = field('Password', {
    type: 'password',
    autocomplete: 'off',
    maxlength: 200,
    required: true,
  })
  const said = element('p', { class: 'problem', role: 'alert' }, [problem ?? ''])
  const submit = element('button', { class: 'button button-primary' }, ['Open'])
  const form = element('form', { class: 'form' }, [password.dom, said, submit], {
    submit: (event) => {
      event.preventDefault()
      submit.disabled = true
      done(password.input.value)
    },
  })
  queueMicrotask(() => password.input.focus())
  return element('main', { class: 'page page-center' }, [
    element('section', { class: 'card' }, [
      logo(),
      element('h1', {}, ['This link has a password']),
      element('p', { class: 'muted' }, ['Whoever sent you the link knows it.']),
      form,
    ]),
  ])
}
