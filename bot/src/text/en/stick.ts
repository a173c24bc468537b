/** `/doc stick` and `/doc unstick` */
export const stick = {
  command: {
    name: 'stick',
    description: 'Keep the card of a document at the bottom of this channel',
  },
  unstick: {
    name: 'unstick',
    description: 'Let the card at the bottom of this channel stay where it is',
  },
  done: (title: string) =>
    `The card of **${title}** stays at the bottom of this channel: it moves down once nobody has written for a moment.`,
  letGo: 'Unstick',
  gone: 'The card stays where it is from now on.',
  none: 'No card sticks to the bottom of this channel.',
  noCard:
    'There is no card of this document in this channel. Post one with /doc share, then stick it.',
  noServer: 'A card can stick in the channels of a server only. Use this in one.',
  iMayNot:
    'I may not post cards in this channel. Somebody who manages it can invite me and give me the permissions “Send Messages” (in threads “Send Messages in Threads”) and “Attach Files”.',
}
