import type { Document, DocumentPage } from '@sticky/shared/api/documents'
import { mayWrite } from '@sticky/shared/access'
import { StickyError } from '@sticky/shared/errors'
import { avatarList } from '../presence/avatars.ts'
import { safeColor } from '../presence/person.ts'
import { ago } from '../ui/ago.ts'
import { button } from '../ui/button.ts'
import { element } from '../ui/dom.ts'
import type { View } from '../ui/dom.ts'
import { errorText } from '../ui/error-text.ts'
import { icon, logo } from '../ui/icon.ts'
import type { Context } from './context.ts'

/** My documents, those shared with me, and a way to begin one. */
export const documentsPage = (context: Context): View => {
  document.title = 'Sticky'
  const { host, account, device } = context
  const leave = async (): Promise<void> => {
    if (!(await mayForget(context))) return
    await device.forget(account.person.id)
    await account.client.endSession().catch(() => {}) // signed out here even if the server is away
    context.signInAgain()
  }
  const here = lookedAt(context)
  const dom = element('main', { class: 'page' }, [
    element('header', { class: 'bar' }, [
      logo(),
      element('h1', { class: 'bar-title' }, ['Documents']),
      element('span', { class: 'muted bar-note' }, [account.person.name]),
      host.forget === undefined ? null : button('Sign out', () => void leave(), 'quiet'),
    ]),
    element('div', { class: 'column' }, [
      here.dom,
      creation(context),
      list(
        context,
        'owned',
        'My documents',
        'Nothing yet. Give your first document a title above.',
      ),
      list(
        context,
        'shared',
        'Shared with me',
        'Nothing yet. What others share with you shows up here.',
      ),
    ]),
  ])
  return { dom, destroy: () => here.destroy() }
}

/** Signing out erases what is kept on this device; edits that are only there would be gone. */
const mayForget = async ({ device, account }: Context): Promise<boolean> => {
  const unsent = await device.unsent(account.person.id)
  if (unsent === 0) return true
  const edits = unsent === 1 ? '1 edit is' : `${unsent} edits are`
  return confirm(`${edits} only on this device, not on the server. Sign out and lose them?`)
}

const creation = ({ account, go }: Context): HTMLElement => {
  const title = element('input', {
    class: 'input',
    'aria-label': 'Title of a new document',
    placeholder: 'New document',
    maxlength: 200,
    required: true,
  })
  const problem = element('p', { class: 'problem', role: 'alert' })
  const submit = element('button', { class: 'button button-primary' }, [icon('plus'), 'Create'])
  const create = async (): Promise<void> => {
    submit.disabled = true
    problem.replaceChildren()
    try {
      go((await account.client.createDocument({ title: title.value.trim() })).id)
    } catch (error) {
      problem.textContent = errorText(error)
      submit.disabled = false
    }
  }
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault()
    void create()
  }
  const form = element('form', { class: 'creation' }, [title, submit], { submit: submitted })
  return element('div', {}, [form, problem])
}

const list = (
  context: Context,
  scope: 'owned' | 'shared',
  title: string,
  nothing: string,
): HTMLElement => {
  const items = element('ul', { class: 'list' })
  const foot = element('div', { class: 'list-foot' }, ['Loading…'])
  const more = async (cursor: string | null): Promise<void> => {
    foot.replaceChildren('Loading…')
    try {
      const page = await context.account.client.listDocuments({
        scope,
        ...(cursor === null ? {} : { cursor }),
      })
      items.append(...page.items.map((document) => item(context, document)))
      foot.replaceChildren(...footOf(page))
    } catch (error) {
      if (error instanceof StickyError && error.code === 'unauthenticated')
        return context.signInAgain()
      foot.replaceChildren(
        element('p', { class: 'problem' }, [errorText(error)]),
        button('Try again', () => void more(cursor)),
      )
    }
  }
  const footOf = ({ nextCursor }: DocumentPage): (Node | string)[] => {
    if (nextCursor !== null) return [button('Show more', () => void more(nextCursor))]
    return items.childElementCount === 0 ? [nothing] : []
  }
  void more(null)
  return element('section', { 'aria-label': title }, [element('h2', {}, [title]), items, foot])
}

/** What the others of this Activity look at, so that one can join them. */
const lookedAt = (context: Context): View => {
  const items = element('ul', { class: 'list' })
  const dom = element('section', { 'aria-label': 'Open in this Activity', hidden: true }, [
    element('h2', {}, ['Open in this Activity']),
    items,
  ])
  const { together } = context
  if (together === undefined) return { dom, destroy: () => {} }
  const show = (): void => {
    dom.hidden = together.documents.length === 0
    items.replaceChildren(
      ...together.documents.map(({ id, title, people }) => {
        const there = people.map(({ displayName, ...person }) => ({
          id: person.id,
          name: displayName,
          color: safeColor(person.color),
        }))
        return row(context, id, [
          element('span', { class: 'list-title' }, [title]),
          avatarList(there, 'People there'),
        ])
      }),
    )
  }
  show()
  return { dom, destroy: together.onChange(show) }
}

const item = (context: Context, { id, title, role, modifiedAt }: Document): HTMLElement =>
  row(context, id, [
    element('span', { class: 'list-title' }, [title]),
    mayWrite(role) ? null : element('span', { class: 'badge' }, ['View only']),
    element('span', { class: 'muted list-note' }, [ago(modifiedAt, Date.now())]),
  ])

/** A document in a list: a link, so that it can be opened in a tab of its own. */
const row = ({ go }: Context, id: string, content: (Node | null)[]): HTMLElement => {
  const open = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    go(id)
  }
  const link = element('a', { class: 'list-item', href: `/d/${id}` }, [icon('page'), ...content], {
    click: open,
  })
  return element('li', {}, [link])
}
