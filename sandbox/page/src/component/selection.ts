/** How many values a menu takes. */
export interface Range {
  min: number
  max: number
}

/**
 * The values after one was pressed: a menu for one value swaps it, one for several adds it until it is
 * full. What is pressed again goes away, as far as the menu may become empty.
 */
export function toggled(values: string[], value: string, { min, max }: Range): string[] {
  if (values.includes(value)) {
    const isNeeded = max === 1 && min > 0
    return isNeeded ? values : values.filter((one) => one !== value)
  }
  if (max === 1) return [value]
  return values.length < max ? [...values, value] : values
}

/** Whether values may be sent. */
export function isEnough(values: string[], { min, max }: Range): boolean {
  return values.length >= min && values.length <= max
}

/** What a menu for several values asks for; null when there is only one to choose. */
export function rangeHint({ min, max }: Range): string | null {
  if (max === 1) return null
  if (min === max) return `Select ${min}`
  return min > 1 ? `Select ${min} to ${max}` : `Select up to ${max}`
}
