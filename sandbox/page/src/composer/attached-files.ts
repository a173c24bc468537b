import type { SentFile } from '../../../src/wire/control.ts'
import { sizeText } from '../component/file.ts'
import { fill, h, icon } from '../dom/dom.ts'
import { ICONS } from '../dom/icons.ts'

/** Files that go with the next message: chosen, pasted or dropped. */
export class AttachedFiles {
  readonly element = h('ul', { className: 'attached', hidden: true, ariaLabel: 'Attached files' })
  /** Chooses files. */
  readonly button: HTMLElement
  #files: File[] = []

  constructor() {
    const input: HTMLInputElement = h('input', {
      type: 'file',
      multiple: true,
      hidden: true,
      on: {
        change: () => {
          this.add(input.files)
          input.value = ''
        },
      },
    })
    this.button = h(
      'button',
      {
        type: 'button',
        className: 'tool attach',
        ariaLabel: 'Attach files',
        on: { click: () => input.click() },
      },
      icon(ICONS.plus),
      input,
    )
  }

  get isEmpty(): boolean {
    return this.#files.length === 0
  }

  add(files: FileList | null): void {
    this.#files = [...this.#files, ...(files ?? [])].slice(0, 10)
    this.#draw()
  }

  /** All of them, as they are sent; afterwards there are none. */
  async take(): Promise<SentFile[]> {
    const files = this.#files
    this.#files = []
    this.#draw()
    return sentFiles(files)
  }

  #draw(): void {
    this.element.hidden = this.isEmpty
    fill(this.element, ...this.#files.map((file) => this.#line(file)))
  }

  #line(file: File): HTMLElement {
    const remove = () => {
      this.#files = this.#files.filter((one) => one !== file)
      this.#draw()
    }
    return h(
      'li',
      {},
      icon(ICONS.file),
      h('span', {}, file.name),
      h('small', {}, sizeText(file.size)),
      h(
        'button',
        {
          type: 'button',
          className: 'tool',
          ariaLabel: `Remove ${file.name}`,
          on: { click: remove },
        },
        icon(ICONS.bin),
      ),
    )
  }
}

/** Files as the wire carries them. */
export function sentFiles(files: File[]): Promise<SentFile[]> {
  return Promise.all(files.map(async (file) => ({ name: file.name, data: await base64(file) })))
}

function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(String(reader.result).replace(/^[^,]*,/, '')))
    reader.addEventListener('error', () => reject(new Error(`${file.name} can't be read`)))
    reader.readAsDataURL(file)
  })
}
