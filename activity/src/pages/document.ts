import type { EditorView } from '@codemirror/view'
import { createEditor } from '../editor/editor.ts'
import { retitle } from '../editor/label.ts'
import { follow, followedIn } from '../editor/people/follow.ts'
import { permit, permitSaid } from '../editor/permission.ts'
import { avatars } from '../presence/avatars.ts'
import type { Person } from '../presence/person.ts'
import type { OpenDocument } from '../sync/open-document.ts'
import type { Replica } from '../sync/replica.ts'
import { mayEdit, saveState } from '../sync/status.ts'
import type { Status } from '../sync/status.ts'
import { button } from '../ui/button.ts'
import { element } from '../ui/dom.ts'
import type { View } from '../ui/dom.ts'
import { icon } from '../ui/icon.ts'
import { skeleton } from '../ui/skeleton.ts'
import { statusLine } from '../ui/status-line.ts'
import { asideNotice } from './asides.ts'
import type { Context } from './context.ts'
import { endNotice, outOfReach } from './end-notice.ts'
import { openDocument } from './open.ts'

/** One document: its bar, and the editor on the current replica of it. */
class DocumentPage implements View {
  readonly dom: HTMLElement
  readonly #context: Context
  readonly #documentId: string
  readonly #title = element('h1', { class: 'bar-title' }, ['…'])
  readonly #badge = element('span', { class: 'badge', hidden: true }, [icon('eye'), 'View only'])
  readonly #people = element('div', { class: 'bar-people' })
  readonly #status = statusLine()
  readonly #notices = element('div', { class: 'notice-bar' })
  readonly #paper = element('div', { class: 'paper' }, [skeleton()])
  readonly #open: OpenDocument
  #avatars: View
  /** The replica whose people are shown, and the one whose text is: that one only once it is whole. */
  #replica: Replica
  #shown: Replica | null = null
  #editor: EditorView | null = null
  #editable = false
  #titled = false
  #live = false
  #noticed: unknown = null

  constructor(context: Context, documentId: string) {
    this.#context = context
    this.#documentId = documentId
    const back = button(icon('back'), () => context.go(undefined), 'quiet', 'All documents')
    const bar = [back, this.#title, this.#badge, this.#people, this.#status.dom]
    this.dom = element('main', { class: 'page page-document' }, [
      element('header', { class: 'bar bar-document' }, bar),
      this.#notices,
      this.#paper,
    ])
    this.#open = openDocument(context, documentId)
    this.#replica = this.#open.replica
    this.#avatars = this.#showPeople()
    this.#open.onChange(() => this.#show(this.#open.status))
    this.#show(this.#open.status)
    void this.#readTitle()
  }

  destroy(): void {
    this.#avatars.destroy()
    this.#editor?.destroy()
    this.#open.close()
  }

  #showPeople(): View {
    const people = avatars(this.#replica.awareness, this.#context.account.person, (person) =>
      this.#followPerson(person),
    )
    this.#people.replaceChildren(people.dom)
    return people
  }

  /** Pressed once more, they are not followed any more. */
  #followPerson(person: Person): void {
    const editor = this.#editor
    if (editor !== null) follow(editor, followedIn(editor)?.id === person.id ? null : person)
  }

  #follow(): void {
    this.#replica = this.#open.replica
    this.#avatars.destroy()
    this.#avatars = this.#showPeople()
  }

  async #readTitle(): Promise<void> {
    try {
      const { title } = await this.#context.account.client.document(this.#documentId)
      this.#titled = true
      this.#title.textContent = title
      document.title = `${title} · Sticky`
      this.#editor?.dispatch({ effects: retitle(title) })
    } catch {
      // the replica's own line meets the same answer and says it; a passing failure is tried again when live
    }
  }

  #show(status: Status): void {
    const { kind, text } = saveState(status)
    const { state, loaded } = status
    this.#status.show(kind, text)
    if (this.#replica !== this.#open.replica) this.#follow()
    if (loaded && this.#shown !== this.#replica && state.kind !== 'ended') this.#mount(status)
    this.#permit(mayEdit(status) && this.#shown === this.#replica)
    this.#badge.hidden = !loaded || mayEdit(status) || state.kind === 'ended'
    const live = state.kind === 'live'
    if (live && !this.#live && !this.#titled) void this.#readTitle()
    this.#live = live
    if (state.kind === 'waiting' && this.#editor === null) this.#paper.replaceChildren(outOfReach())
    if (this.#noticed !== status.asides || state.kind === 'ended') this.#notice(status)
  }

  /** The editor on a fresh replica takes the place of the one before, where that was. */
  #mount(status: Status): void {
    const before = this.#editor
    const scrolled = before?.scrollDOM.scrollTop ?? 0
    this.#shown = this.#replica
    this.#editable = mayEdit(status)
    const editor = createEditor({
      text: this.#replica.text,
      awareness: this.#replica.awareness,
      title: this.#title.textContent,
      mayEdit: this.#editable,
      openLink: (url) => this.#context.host.openLink(url),
      save: () => this.#open.flush(),
    })
    this.#editor = editor
    this.#paper.replaceChildren(editor.dom)
    editor.scrollDOM.scrollTop = scrolled
    if (before !== null) {
      const head = Math.min(before.state.selection.main.head, editor.state.doc.length)
      editor.dispatch({ selection: { anchor: head } })
    }
    // on touch a document opens for reading, and the keyboard stays away until somebody taps
    const focused = before === null ? matchMedia('(pointer: fine)').matches : before.hasFocus
    before?.destroy()
    if (this.#editable && focused) editor.focus()
  }

  #permit(editable: boolean): void {
    if (this.#editable === editable || this.#editor === null) return
    this.#editable = editable
    this.#editor.dispatch({ effects: [permit(editable), permitSaid(editable)] })
  }

  #notice(status: Status): void {
    const { state, asides } = status
    this.#noticed = asides
    const notices = asides.map((aside) => asideNotice(aside, () => this.#open.dismiss(aside.id)))
    if (state.kind === 'ended') {
      const end = this.#endNotice(status)
      if (this.#editor === null) this.#paper.replaceChildren(end)
      else notices.push(end)
    }
    this.#notices.replaceChildren(...notices)
  }

  #endNotice({ state, unsaved, asides }: Status): HTMLElement {
    if (state.kind !== 'ended') throw new Error('it has not ended')
    if (!this.#titled) this.#title.textContent = 'Sticky'
    const text = this.#editor === null || asides.length > 0 ? null : this.#replica.text.toJSON()
    return endNotice(state, unsaved, {
      text,
      openAfresh: () => this.#open.openAfresh(),
      leave: () => this.#context.go(undefined),
      signIn: () => this.#context.signInAgain(),
    })
  }
}

export const documentPage = (context: Context, documentId: string): View =>
  new DocumentPage(context, documentId)
