import { EventEmitter } from 'node:events'
import { isDirect } from '../state/channel.ts'
import type { World } from '../state/world.ts'

const FIRST_JOIN_WITHIN_MS = 30_000

/** An Activity that runs in a channel while somebody is in it. */
export interface Instance {
  id: string
  launchId: string
  channelId: string
  /** Tab -> user id: somebody with two tabs counts once. */
  tabs: Map<object, string>
}

/** One instance a channel; it ends when the last person leaves, and the next one has a new id. */
export class Instances extends EventEmitter<{ participants: [Instance] }> {
  readonly #world: World
  readonly #instances = new Map<string, Instance>()

  constructor(world: World) {
    super()
    this.#world = world
  }

  find(id: string): Instance | undefined {
    return this.#instances.get(id)
  }

  all(): Instance[] {
    return [...this.#instances.values()]
  }

  /** The channel's instance, begun when there is none. */
  launch(channelId: string): Instance {
    const running = this.all().find((one) => one.channelId === channelId)
    if (running) return running
    const launchId = this.#world.nextId()
    const id = `i-${launchId}-${this.#location(channelId)}`
    const instance = this.#add(id, launchId, channelId)
    setTimeout(() => this.#endIfEmpty(instance), FIRST_JOIN_WITHIN_MS).unref()
    return instance
  }

  /** Also revives an instance that a restart of the stand-in forgot. */
  join(id: string, channelId: string, tab: object, userId: string): void {
    const instance = this.#instances.get(id) ?? this.#add(id, id.split('-')[1] ?? '0', channelId)
    instance.tabs.set(tab, userId)
    this.emit('participants', instance)
  }

  leave(id: string, tab: object): void {
    const instance = this.#instances.get(id)
    if (!instance?.tabs.delete(tab)) return
    this.emit('participants', instance)
    this.#endIfEmpty(instance)
  }

  leaveAll(tab: object): void {
    for (const id of this.#instances.keys()) this.leave(id, tab)
  }

  userIds(instance: Instance): string[] {
    return [...new Set(instance.tabs.values())]
  }

  #location(channelId: string): string {
    const { place } = this.#world
    const channel = place.channel(channelId)
    return channel && isDirect(channel) ? `pc-${channelId}` : `gc-${place.guild.id}-${channelId}`
  }

  #add(id: string, launchId: string, channelId: string): Instance {
    const instance = { id, launchId, channelId, tabs: new Map<object, string>() }
    this.#instances.set(id, instance)
    return instance
  }

  #endIfEmpty(instance: Instance): void {
    if (instance.tabs.size === 0) this.#instances.delete(instance.id)
  }
}
