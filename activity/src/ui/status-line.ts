import { element } from './dom.ts'

/** The page's one live region: where the text is. Written only when it changes, so that it is read out once. */
export const statusLine = (): { dom: HTMLElement; show(kind: string, text: string): void } => {
  const text = element('span', { class: 'status-text' })
  const dom = element('div', { class: 'status', role: 'status', 'data-kind': 'busy' }, [text])
  return {
    dom,
    show: (kind, words) => {
      if (dom.dataset['kind'] !== kind) dom.dataset['kind'] = kind
      if (text.textContent !== words) text.textContent = words
    },
  }
}
