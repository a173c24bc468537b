/** `/doc rename` */
export const rename = {
  command: { name: 'rename', description: 'Change the title of a document' },
  title: { name: 'title', description: 'Its new title' },
  done: (title: string) => `It’s called **${title}** now. Its cards will follow in a moment.`,
}
