/** `/doc pin` */
export const pin = {
  command: { name: 'pin', description: 'Pin the card of a document in this channel' },
  done: (title: string) => `The card of **${title}** is pinned.`,
  noCard:
    'There is no card of this document in this channel. Post one with /doc share, then pin it.',
  youMayNot: 'You may not pin messages here. Ask somebody with the permission “Pin Messages”.',
  iMayNot:
    'I may not pin messages here. Somebody who manages this channel can give me the permission “Pin Messages”.',
  tooMany: 'This channel has as many pins as Discord allows. Unpin one, then try again.',
}
