import { ComponentType as Component } from 'discord-api-types/v10'
import type { Json } from '../state/component.ts'
import { typeOf } from '../state/channel.ts'
import type { Place } from '../state/place.ts'

const OPTIONS = new Set<unknown>([
  Component.StringSelect,
  Component.RadioGroup,
  Component.CheckboxGroup,
])

/** Whether these values can be chosen in a select: neither too many nor too few, and all on offer. */
export function isChoosable(place: Place, select: Json, values: string[]): boolean {
  const isDistinct = new Set(values).size === values.length
  return (
    isDistinct && fitsCount(select, values) && values.every((one) => isOnOffer(place, select, one))
  )
}

function fitsCount(select: Json, values: string[]): boolean {
  const isOptional = select['required'] === false
  if (isOptional && values.length === 0) return true
  const atLeast = Number(select['min_values'] ?? 1)
  const atMost = Number(select['max_values'] ?? defaultMost(select))
  return values.length >= atLeast && values.length <= atMost
}

function defaultMost({ type, options }: Json): number {
  return type === Component.CheckboxGroup && Array.isArray(options) ? options.length : 1
}

function isOnOffer(place: Place, select: Json, value: string): boolean {
  if (OPTIONS.has(select['type'])) {
    return ((select['options'] ?? []) as Json[]).some((option) => option['value'] === value)
  }
  switch (select['type']) {
    case Component.UserSelect:
      return place.user(value) !== undefined
    case Component.RoleSelect:
      return place.role(value) !== undefined
    case Component.MentionableSelect:
      return place.user(value) !== undefined || place.role(value) !== undefined
    default:
      return isChannelOnOffer(place, select, value)
  }
}

function isChannelOnOffer(place: Place, select: Json, value: string): boolean {
  const channel = place.channel(value)
  const types = select['channel_types'] as number[] | null | undefined
  return channel !== undefined && (!types?.length || types.includes(typeOf(channel)))
}
