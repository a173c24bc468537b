/** `/doc help` */
export const help = {
  command: { name: 'help', description: 'What Sticky can do, and how' },
  heading: '### Sticky: documents in the channel',
  intro:
    'A document stands in its channel as a card. Whoever sees the channel may read it, whoever may write there may edit it, all at once. The card follows the text.',
  card: 'On a card, **Edit** opens the editor here in Discord.',
  message: (name: string) => `**${name}** is in the menu of every message, below Apps.`,
  where:
    'It works in channels, threads and direct messages. Where only you have installed Sticky, it can answer but not stay: cards there do not follow the text, and say so.',
}
