/**
 * Text as it is, inside Discord's markdown (T23): no mention, link, emoji, timestamp or style comes
 * out of it, and it stays on one line, so that no heading, list or quote can begin. Control and
 * direction characters, which could reorder what stands around it, are left out.
 */
export const plain = (text: string): string =>
  bare(text).replace(/[\\`*_~|[\]<>@#]|:(?=\/\/)/g, String.raw`\$&`)

/** The same for places where Discord shows text as it is, such as suggestions and selects. */
export const bare = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '')
    .trim()

/**
 * At most `length` UTF-16 units, with an ellipsis where something is missing and no half
 * characters.
 */
export const clip = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
