import type { Connection } from './connection.ts'
import type { Store } from './store.ts'

const ACTIVITY = /^https:\/\/discord\.com\/activities\/(\d+)(?:\?(.*))?$/
const JUMP = /^https:\/\/discord\.com\/channels\/(?:\d+|@me)\/(\d+)(?:\/(\d+))?$/

/** The address that leads to a message. */
export function messageLink(guildId: string | null, channelId: string, messageId: string): string {
  return `https://discord.com/channels/${guildId ?? '@me'}/${channelId}/${messageId}`
}

/** Deals with addresses of Discord that mean something here: links into Activities, jump links. */
export function followLinks(store: Store, connection: Connection): void {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (link && follow(link.href, store, connection)) event.preventDefault()
  })
}

function follow(url: string, store: Store, connection: Connection): boolean {
  const [, channelId, messageId] = JUMP.exec(url) ?? []
  if (channelId && messageId) return store.jump(channelId, messageId)
  if (channelId && store.channelById(channelId)) {
    store.openChannel(channelId)
    return true
  }
  const [, id, query] = ACTIVITY.exec(url) ?? []
  if (id === undefined || id !== store.state.application.id) return false
  const customId = new URLSearchParams(query).get('custom_id')
  return connection.send({ type: 'open-activity', channelId: store.channelId, customId })
}
