/** `/doc delete` */
export const remove = {
  command: { name: 'delete', description: 'Delete a document of yours; it can be restored' },
  notYours: 'Only an owner of this document may delete it. Ask whoever made it.',
  ask: (title: string) =>
    `Delete **${title}**? Nobody can open it any more, and its cards will say so. You can restore it.`,
  yes: 'Delete',
  done: (title: string) => `**${title}** is deleted. Its cards say so in a moment.`,
  restored: (title: string) => `**${title}** is back, with everybody it was shared with.`,
}
