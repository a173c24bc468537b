/** `/doc help` */
export const help = {
  command: { name: 'help', description: 'What Sticky can do, and how' },
  heading: '### Sticky: documents in the channel',
  intro:
    'A document lives in its channel as a card. Everyone who can see the channel can read it, and everyone who can write there can edit it, all at the same time. The card keeps up with the text.',
  card: 'On a card, **Edit** opens the editor here in Discord.',
  message: (name: string) => `**${name}** is in the menu of every message, under Apps.`,
  where:
    'It works in channels, threads and direct messages. Where only you have installed Sticky, it can answer but not stay: cards there can’t update themselves, and say so.',
}
