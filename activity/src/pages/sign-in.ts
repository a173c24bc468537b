import type { Client } from '@sticky/shared/api/client'
import type { Session } from '@sticky/shared/api/sessions'
import { button } from '../ui/button.ts'
import { element } from '../ui/dom.ts'
import { errorText } from '../ui/error-text.ts'
import { field } from '../ui/field.ts'
import { logo } from '../ui/icon.ts'

/** Asks for user name and password, or makes an account; calls `done` with the session. */
export const signInPage = (client: Client, done: (session: Session) => void): HTMLElement => {
  const dom = element('main', { class: 'page page-center' })
  const show = (isNew: boolean): void => {
    dom.replaceChildren(card(client, isNew, done, () => show(!isNew)))
    dom.querySelector('input')?.focus()
  }
  show(false)
  queueMicrotask(() => dom.querySelector('input')?.focus())
  return dom
}

const card = (
  client: Client,
  isNew: boolean,
  done: (session: Session) => void,
  swap: () => void,
): HTMLElement => {
  const username = field('User name', {
    autocomplete: 'username',
    pattern: '[A-Za-z0-9][A-Za-z0-9._\\-]{1,31}',
    maxlength: 32,
    title: '2 to 32 letters, digits, dots, dashes or underscores',
    autocapitalize: 'none',
    spellcheck: 'false',
    required: true,
  })
  const password = field('Password', {
    type: 'password',
    autocomplete: isNew ? 'new-password' : 'current-password',
    minlength: isNew ? 8 : undefined,
    maxlength: 200,
    required: true,
  })
  const displayName = field('Display name (optional)', { autocomplete: 'name', maxlength: 64 })
  const problem = element('p', { class: 'problem', role: 'alert' })
  const submit = element('button', { class: 'button button-primary' }, [
    isNew ? 'Create account' : 'Sign in',
  ])
  const enter = async (): Promise<void> => {
    submit.disabled = true
    problem.replaceChildren()
    try {
      const login = { username: username.input.value, password: password.input.value }
      const name = displayName.input.value.trim()
      if (isNew) await client.createUser(name === '' ? login : { ...login, displayName: name })
      done(await client.createSession(login))
    } catch (error) {
      problem.textContent = errorText(error)
    } finally {
      submit.disabled = false
    }
  }
  const form = element(
    'form',
    { class: 'form' },
    [username.dom, password.dom, isNew ? displayName.dom : null, problem, submit],
    {
      submit: (event) => {
        event.preventDefault()
        void enter()
      },
    },
  )
  const other = isNew ? 'I have an account' : 'Create an account'
  return element('section', { class: 'card' }, [
    logo(),
    element('h1', {}, [isNew ? 'Create an account' : 'Sign in to Sticky']),
    element('p', { class: 'muted' }, ['Write things down together, right where you talk.']),
    form,
    button(other, swap, 'quiet'),
  ])
}
