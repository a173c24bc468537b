import type { APIApplicationCommandOption } from 'discord-api-types/v10'
import {
  descriptionIn,
  nameIn,
  type CommandLine,
  type Filled,
} from '../../../src/wire/command-line.ts'
import { h } from '../dom/dom.ts'

type Filling = Extract<CommandLine, { kind: 'filling' }>

/** What a command takes, above the box: options as chips, and what the one in hand means. */
export function hint(
  { usable, filled }: Filling,
  focused: Filled | undefined,
  problem: string | null,
  insert: (name: string) => void,
): HTMLElement[] {
  const { locale } = usable
  const chip = (option: APIApplicationCommandOption) => {
    const name = nameIn(locale, option)
    const isDone = filled.some((one) => one.option === option)
    const isInHand = focused?.option === option
    return h(
      'button',
      {
        type: 'button',
        className: ['chip', isDone && 'done', isInHand && 'in-hand'].filter(Boolean).join(' '),
        disabled: isDone,
        tabIndex: -1,
        title: descriptionIn(locale, option),
        on: { click: () => insert(name) },
      },
      name,
      option.required === true && h('span', { className: 'required', title: 'Required' }, '*'),
    )
  }
  const described = focused
    ? [h('strong', {}, nameIn(locale, focused.option)), ' ', descriptionIn(locale, focused.option)]
    : [usable.description]
  return [
    h('strong', { className: 'command-label' }, usable.label),
    ...usable.options.map((option) => chip(option)),
    problem === null
      ? h('span', { className: 'description' }, ...described)
      : h('span', { className: 'description problem' }, problem),
  ]
}
