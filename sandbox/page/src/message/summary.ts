import type { PageMessage } from '../../../src/wire/control.ts'

const TEXT_DISPLAY = 10

type Summed = Pick<PageMessage, 'content' | 'components' | 'attachments' | 'embeds'>

/** What a message says, in one line, without its marks; for lists of messages. */
export function summary(message: Summed): string {
  const texts = [message.content, ...textsOf(message.components ?? [])]
  const embeds = message.embeds.flatMap(({ title, description }) => [title, description])
  const files = message.attachments.map(({ filename }) => filename)
  const first = [...texts, ...embeds, ...files].find((text) => text?.trim())
  return plain(first ?? 'A message without text')
}

function textsOf(components: readonly unknown[]): string[] {
  return components.flatMap((one) => {
    const {
      type,
      content,
      components = [],
    } = one as {
      type: number
      content?: string
      components?: unknown[]
    }
    return type === TEXT_DISPLAY ? [content ?? ''] : textsOf(components)
  })
}

function plain(text: string): string {
  return text
    .replaceAll(/^(?:#{1,3}|-#|>|[-*]) +/gm, '')
    .replaceAll(/\[([^\]\n]+)\]\(\S+\)/g, '$1')
    .replaceAll(/\*\*|__|~~|`+/g, '')
    .replaceAll(/\\([^0-9A-Za-z\s])/g, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
