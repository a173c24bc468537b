import { confirmed } from '../dom/dialog.ts'
import { h, icon } from '../dom/dom.ts'
import { ICONS } from '../dom/icons.ts'
import type { Connection } from '../session/connection.ts'
import type { Store } from '../session/store.ts'

/** What scopes mean, in the words of people. */
const MEANING: Record<string, string> = {
  identify: 'See your name, picture and language',
  guilds: 'See which servers you are in',
  'guilds.members.read': 'See your nickname and roles in this server',
  'rpc.activities.write': 'Show on your profile what you are doing in it',
  'applications.commands': 'Add commands',
  email: 'See your e-mail address',
}

/** Asks the person whether the application may know who they are, when the sandbox wants that asked. */
export function askConsent(store: Store, connection: Connection): void {
  store.on('consent', ({ id, scopes }) => {
    void consented(store, scopes).then((isGranted) =>
      connection.send({ type: 'consent', id, isGranted }),
    )
  })
}

function consented(store: Store, scopes: string[]): Promise<boolean> {
  const { application, me } = store.state
  const lines = scopes.map((scope) =>
    h('li', {}, icon(ICONS.check), h('span', {}, MEANING[scope] ?? scope, h('small', {}, scope))),
  )
  return confirmed({
    title: `${application.name} wants to access your account`,
    className: 'consent',
    content: [
      h(
        'div',
        { className: 'consent-faces', ariaHidden: 'true' },
        h('img', { src: application.iconUrl, alt: '' }),
        h('span', {}, '···'),
        h('img', { src: me.avatarUrl, alt: '' }),
      ),
      h('p', {}, `Signed in as ${me.name}. This will allow ${application.name} to:`),
      h('ul', {}, ...lines),
    ],
    yes: 'Authorize',
    no: 'Cancel',
  })
}
