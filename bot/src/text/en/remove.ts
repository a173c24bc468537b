/** `/doc delete` */
export const remove = {
  command: { name: 'delete', description: 'Delete one of your documents; you can restore it' },
  notYours: 'Only an owner can delete this document. Ask whoever created it.',
  ask: (title: string) =>
    `Delete **${title}**? Nobody will be able to open it, and its cards will say so. You can restore it.`,
  yes: 'Delete',
  done: (title: string) => `**${title}** is deleted. Its cards will say so in a moment.`,
  restored: (title: string) => `**${title}** is back, for everyone it was shared with.`,
}
