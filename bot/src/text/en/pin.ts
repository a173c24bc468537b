/** `/doc pin` */
export const pin = {
  command: { name: 'pin', description: 'Pin the card of a document in this channel' },
  done: (title: string) => `The card of **${title}** is pinned.`,
  noCard:
    'This document has no card in this channel. Its owners can post one with /doc share, then you can pin it.',
  youMayNot: 'You can’t pin messages here. Ask someone with the permission “Pin Messages”.',
  iMayNot:
    'I can’t pin messages here. Someone who manages this channel can give me the permission “Pin Messages”.',
  tooMany: 'This channel has as many pins as Discord allows. Unpin one, then try again.',
}
