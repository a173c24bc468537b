import { describe, expect, it } from 'vitest'
import { componentProblems } from './component-rule.ts'
import { modalProblems } from './modal-rule.ts'

const row = (...components: object[]) => ({ type: 1, components })
const button = (more: object) => ({ type: 2, style: 1, label: 'x', custom_id: 'x', ...more })
const select = (more: object) => ({
  type: 3,
  custom_id: 's',
  options: [
    { label: 'a', value: 'a' },
    { label: 'b', value: 'b' },
  ],
  ...more,
})
const paths = (...components: object[]) =>
  componentProblems(components, ['components']).map(({ path, code }) => [path.join('.'), code])

describe('rules of components that the description lacks', () => {
  it('F70: let through what is right', () => {
    const section = {
      type: 9,
      components: [{ type: 10, content: 'x' }],
      accessory: button({ style: 5, custom_id: undefined, url: 'https://example.org' }),
    }
    const buttons = ['a', 'b', 'c'].map((custom_id) => button({ custom_id }))
    expect(paths(row(...buttons), row(select({})), { type: 17, components: [section] })).toEqual([])
  })

  it('F70: buttons have a name, and a link or an id', () => {
    const wrong = [
      button({ custom_id: undefined }),
      button({ custom_id: 'b', url: 'https://example.org' }),
      button({ custom_id: 'c', style: 5 }),
      button({ custom_id: 'd', label: undefined }),
    ]
    const at = (index: number) => `components.0.components.${index}`
    expect(paths(row(...wrong))).toEqual([
      [`${at(0)}.custom_id`, 'BASE_TYPE_REQUIRED'],
      [at(1), 'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE'],
      [`${at(2)}.url`, 'BASE_TYPE_REQUIRED'],
      [at(2), 'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE'],
      [`${at(3)}.label`, 'BASE_TYPE_REQUIRED'],
    ])
  })

  it('F70: selects stand alone and offer enough, each once', () => {
    expect(paths(row(select({}), button({})))).toEqual([
      ['components.0', 'COMPONENT_LAYOUT_WIDTH_EXCEEDED'],
    ])
    expect(paths(row(select({ max_values: 3 })))).toEqual([
      ['components.0.components.0.options', 'BASE_TYPE_BAD_LENGTH'],
    ])
    expect(paths(row(select({ min_values: 2, max_values: 1 })))).toEqual([
      ['components.0.components.0.min_values', 'NUMBER_TYPE_MAX'],
    ])
    const twice = [
      { label: 'a', value: 'a', default: true },
      { label: 'b', value: 'a', default: true },
    ]
    expect(paths(row(select({ options: twice }))).map(([, code]) => code)).toEqual([
      'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
      'SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES',
    ])
  })

  it('F70: ids are there once, in messages and in modals', () => {
    expect(paths(row(button({ id: 4 })), row(button({ id: 4 })))).toEqual([
      ['components', 'COMPONENT_CUSTOM_ID_DUPLICATED'],
      ['components', 'COMPONENT_ID_DUPLICATED'],
    ])
    const label = { type: 18, label: 'x', component: select({ disabled: true }) }
    const codes = modalProblems({ components: [label, label] }).map(({ code }) => code)
    expect(codes).toEqual(['COMPONENT_DISABLED_IN_MODAL', 'COMPONENT_CUSTOM_ID_DUPLICATED'])
  })
})
