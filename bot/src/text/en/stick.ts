/** `/doc stick` and `/doc unstick` */
export const stick = {
  command: {
    name: 'stick',
    description: 'Keep the card of a document at the bottom of this channel',
  },
  unstick: {
    name: 'unstick',
    description: 'Stop keeping a card at the bottom of this channel',
  },
  done: (title: string) =>
    `The card of **${title}** stays at the bottom of this channel: it moves down once nobody has written for a moment.`,
  letGo: 'Unstick',
  gone: 'The card stays where it is from now on.',
  none: 'No card is stuck to the bottom of this channel.',
  noCard:
    'This document has no card in this channel. Its owners can post one with /doc share, then you can stick it.',
  noServer: 'Cards can only stick in the channels of a server. Use this in one.',
  iMayNot:
    'I can’t post cards in this channel. Someone who manages it can invite me and give me the permissions “Send Messages” (in threads “Send Messages in Threads”) and “Attach Files”.',
}
