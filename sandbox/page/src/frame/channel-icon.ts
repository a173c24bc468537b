import type { ChannelView } from '../../../src/wire/control.ts'
import { icon } from '../dom/dom.ts'
import { ICONS } from '../dom/icons.ts'

/** The sign before a channel's name. */
export function channelIcon({ kind, isPrivate }: ChannelView): SVGSVGElement {
  if (kind === 'dm') return icon(ICONS.at)
  if (kind === 'group-dm') return icon(ICONS.people)
  if (kind === 'public-thread') return icon(ICONS.thread)
  return icon(isPrivate || kind === 'private-thread' ? ICONS.lock : ICONS.hash)
}
