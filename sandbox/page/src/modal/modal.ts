import {
  ComponentType,
  type APIComponentInLabel,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackComponent,
} from 'discord-api-types/v10'
import type { Modal } from '../../../src/wire/control.ts'
import { openDialog } from '../dom/dialog.ts'
import { h } from '../dom/dom.ts'
import { markdown, type Names } from '../markdown/draw.ts'
import type { Connection } from '../session/connection.ts'
import type { Store } from '../session/store.ts'
import { outcomeOf } from '../session/use.ts'
import { fieldId, type Field, type FieldName } from './field.ts'
import { fileField } from './file-field.ts'
import { checkbox, checkboxGroup, radioGroup } from './option-fields.ts'
import { selectField } from './select-field.ts'
import { textField } from './text-field.ts'

const AWAY = 'The sandbox is away. Try again when it is back.'

/** Shows a dialog of the bot; what is wrong with what was entered is said beside the field. */
export function openModal(store: Store, connection: Connection, names: Names, modal: Modal): void {
  const fields: Field[] = []
  const parts = modal.components.map((item) => part(item, store, names, fields))
  const submit = h('button', { type: 'submit', className: 'button primary' }, 'Submit')
  const failure = h('p', { className: 'failure', hidden: true, attrs: { role: 'alert' } })
  const cancel = () => dialog.close('')
  const send = async () => {
    if (submit.ariaBusy === 'true' || !showProblems(fields)) return
    submit.ariaBusy = 'true'
    const reason = await submitted(store, connection, modal.id, fields)
    submit.ariaBusy = null
    failure.hidden = reason === null
    failure.textContent = reason ?? ''
    if (reason === null) dialog.close('sent')
  }
  const form = h(
    'form',
    {
      noValidate: true,
      on: {
        submit: (event) => {
          event.preventDefault()
          void send()
        },
      },
    },
    ...parts,
    h('p', { className: 'fine-print' }, `This goes to ${store.state.application.name}.`),
    failure,
    h(
      'div',
      { className: 'dialog-buttons' },
      h(
        'button',
        { type: 'button', className: 'button secondary', on: { click: cancel } },
        'Cancel',
      ),
      submit,
    ),
  )
  const dialog = openDialog({
    title: modal.title,
    className: 'modal',
    content: [form],
    onClose: (value) => {
      if (value !== 'sent') connection.send({ type: 'modal-close', modalId: modal.id })
    },
  })
  form.querySelector<HTMLElement>('input, textarea, .select')?.focus()
}

/** Resolves with why it failed; null when the bot has answered. */
async function submitted(
  store: Store,
  connection: Connection,
  modalId: string,
  fields: Field[],
): Promise<string | null> {
  const nonce = crypto.randomUUID()
  const entries = await Promise.all(
    fields.map(async ({ customId, value }) => [customId, await value()] as const),
  )
  const outcome = outcomeOf(store, nonce)
  const values = Object.fromEntries(entries)
  return connection.send({ type: 'modal-submit', nonce, modalId, values }) ? outcome : AWAY
}

/** Says what is wrong beside each field; true when nothing is. The focus goes to the first. */
function showProblems(fields: Field[]): boolean {
  const wrong = fields.filter((field) => {
    const problem = field.problem()
    showProblem(field.element, problem)
    return problem !== null
  })
  wrong[0]?.element.querySelector<HTMLElement>('input, textarea')?.focus()
  return wrong.length === 0
}

function showProblem(element: HTMLElement, problem: string | null): void {
  const frame = element.closest<HTMLElement>('.field')
  const line = frame?.querySelector<HTMLElement>('.problem')
  frame?.classList.toggle('wrong', problem !== null)
  if (line) line.textContent = problem ?? ''
  for (const control of frame?.querySelectorAll('input, textarea, .select') ?? []) {
    control.ariaInvalid = problem === null ? null : 'true'
  }
}

function part(
  item: APIModalInteractionResponseCallbackComponent,
  store: Store,
  names: Names,
  fields: Field[],
): HTMLElement {
  switch (item.type) {
    case ComponentType.TextDisplay:
      return h('div', { className: 'text' }, markdown(item.content, names))
    case ComponentType.ActionRow: {
      const drawn = item.components.map((input) => {
        const name = { label: input.label ?? '' }
        return labelled(name, isRequired(input), fieldOf(input, fieldId(), name, store), fields)
      })
      return h('div', {}, ...drawn)
    }
    default:
      return labelPart(item, store, fields)
  }
}

function labelPart(
  { label, description, component }: APILabelComponent,
  store: Store,
  fields: Field[],
) {
  const name = { label, description }
  const field = fieldOf(component, fieldId(), name, store)
  // A checkbox says itself what it is for.
  const shown = component.type === ComponentType.Checkbox ? null : name
  return labelled(shown, isRequired(component), field, fields)
}

function labelled(name: FieldName | null, isRequired: boolean, field: Field, fields: Field[]) {
  fields.push(field)
  const control = field.element.querySelector('input, textarea') ?? field.element
  const problem = h('p', {
    className: 'problem',
    id: `${fieldId()}-problem`,
    attrs: { role: 'alert' },
  })
  control.setAttribute('aria-describedby', problem.id)
  const frame = h(
    'div',
    { className: 'field', on: { input: () => showProblem(field.element, null) } },
    name && label(name, isRequired, control),
    name?.description !== undefined && h('p', { className: 'description' }, name.description),
    field.element,
    problem,
  )
  return frame
}

function label({ label }: FieldName, isRequired: boolean, control: Element): HTMLElement {
  const star = isRequired && h('span', { className: 'required', ariaHidden: 'true' }, ' *')
  if (isRequired) control.ariaRequired = 'true'
  const hasId = control.id !== ''
  return hasId
    ? h('label', { htmlFor: control.id }, label, star)
    : h('p', { className: 'label', ariaHidden: 'true' }, label, star)
}

function isRequired(item: APIComponentInLabel): boolean {
  return 'required' in item ? (item.required ?? true) : item.type !== ComponentType.Checkbox
}

function fieldOf(item: APIComponentInLabel, id: string, name: FieldName, store: Store): Field {
  switch (item.type) {
    case ComponentType.TextInput:
      return textField(item, id)
    case ComponentType.FileUpload:
      return fileField(item, id)
    case ComponentType.RadioGroup:
      return radioGroup(item, id, name)
    case ComponentType.CheckboxGroup:
      return checkboxGroup(item, id, name)
    case ComponentType.Checkbox:
      return checkbox(item, name)
    default:
      return selectField(item, name, store)
  }
}
