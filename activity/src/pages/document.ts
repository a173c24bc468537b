import type { EditorView } from '@codemirror/view'
import { createEditor } from '../editor/editor.ts'
import { retitle } from '../editor/label.ts'
import { permit } from '../editor/permission.ts'
import { avatars } from '../presence/avatars.ts'
import { Replica } from '../sync/replica.ts'
import { mayEdit, saveState } from '../sync/status.ts'
import type { Status } from '../sync/status.ts'
import { button } from '../ui/button.ts'
import { element } from '../ui/dom.ts'
import type { View } from '../ui/dom.ts'
import { icon } from '../ui/icon.ts'
import { skeleton } from '../ui/skeleton.ts'
import { statusLine } from '../ui/status-line.ts'
import type { Context } from './context.ts'
import { endNotice, outOfReach } from './end-notice.ts'

/** A replica that lived shorter than this is not replaced by itself: a server that says `reset` to all would spin. */
const SETTLED = 5_000

/** One document: its bar, and the editor on a replica of it. "Open afresh" exchanges the replica. */
class DocumentPage implements View {
  readonly dom: HTMLElement
  readonly #context: Context
  readonly #documentId: string
  readonly #title = element('h1', { class: 'bar-title' }, ['…'])
  readonly #badge = element('span', { class: 'badge', hidden: true }, [icon('eye'), 'View only'])
  readonly #people = element('div', { class: 'bar-people' })
  readonly #status = statusLine()
  readonly #notice = element('div', { class: 'notice-bar' })
  readonly #paper = element('div', { class: 'paper' })
  #replica: Replica
  #avatars: View
  #stopShowing = (): void => {}
  #editor: EditorView | null = null
  #editable = false
  #titled = false
  #live = false
  #openedAt = 0

  constructor(context: Context, documentId: string) {
    this.#context = context
    this.#documentId = documentId
    const back = button(icon('back'), () => context.go(undefined), 'quiet', 'All documents')
    const bar = [back, this.#title, this.#badge, this.#people, this.#status.dom]
    this.dom = element('main', { class: 'page page-document' }, [
      element('header', { class: 'bar bar-document' }, bar),
      this.#notice,
      this.#paper,
    ])
    this.#replica = this.#openReplica()
    this.#avatars = this.#showPeople()
    void this.#readTitle()
  }

  destroy(): void {
    this.#close()
  }

  #openReplica(): Replica {
    this.#openedAt = Date.now()
    this.#paper.replaceChildren(skeleton())
    const replica = new Replica(this.#context.account.client, this.#documentId)
    this.#stopShowing = replica.provider.onChange((status) => this.#show(status))
    const { kind, text } = saveState(replica.provider.status)
    this.#status.show(kind, text)
    return replica
  }

  #showPeople(): View {
    const people = avatars(this.#replica.awareness, this.#context.account.person)
    this.#people.replaceChildren(people.dom)
    return people
  }

  #close(): void {
    this.#avatars.destroy()
    this.#editor?.destroy()
    this.#editor = null
    this.#stopShowing()
    this.#replica.close()
  }

  #openAfresh(): void {
    this.#close()
    this.#notice.replaceChildren()
    this.#replica = this.#openReplica()
    this.#avatars = this.#showPeople()
    void this.#readTitle()
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
    this.#status.show(kind, text)
    if (status.loaded && this.#editor === null && status.state.kind !== 'ended') this.#mount(status)
    this.#permit(mayEdit(status))
    this.#badge.hidden = !status.loaded || mayEdit(status) || status.state.kind === 'ended'
    const live = status.state.kind === 'live'
    if (live && !this.#live && !this.#titled) void this.#readTitle()
    this.#live = live
    if (status.state.kind === 'waiting' && !status.loaded) this.#paper.replaceChildren(outOfReach())
    if (status.state.kind === 'ended') this.#ended(status)
  }

  #mount(status: Status): void {
    this.#editable = mayEdit(status)
    this.#editor = createEditor({
      text: this.#replica.text,
      awareness: this.#replica.awareness,
      title: this.#title.textContent,
      mayEdit: this.#editable,
      openLink: (url) => this.#context.host.openLink(url),
      save: () => this.#replica.provider.flush(),
    })
    this.#paper.replaceChildren(this.#editor.dom)
    // on touch a document opens for reading, and the keyboard stays away until somebody taps
    if (this.#editable && matchMedia('(pointer: fine)').matches) this.#editor.focus()
  }

  #permit(editable: boolean): void {
    if (this.#editable === editable || this.#editor === null) return
    this.#editable = editable
    this.#editor.dispatch({ effects: permit(editable) })
  }

  #ended({ state, unsaved }: Status): void {
    if (state.kind !== 'ended') return
    if (!this.#titled) this.#title.textContent = 'Sticky'
    const settled = Date.now() - this.#openedAt > SETTLED
    if (state.why === 'reset' && unsaved === 0 && settled) return this.#openAfresh()
    const end = endNotice(state, unsaved, {
      text: this.#editor === null ? null : this.#replica.text.toString(),
      openAfresh: () => this.#openAfresh(),
      leave: () => this.#context.go(undefined),
      signIn: () => this.#context.signInAgain(),
    })
    if (this.#editor === null) this.#paper.replaceChildren(end)
    else this.#notice.replaceChildren(end)
  }
}

export const documentPage = (context: Context, documentId: string): View =>
  new DocumentPage(context, documentId)
