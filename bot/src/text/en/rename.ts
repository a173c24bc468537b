/** `/doc rename` */
export const rename = {
  command: { name: 'rename', description: 'Give a document another title' },
  title: { name: 'title', description: 'What it is to be called' },
  done: (title: string) => `It is called **${title}** now. Its cards follow in a moment.`,
}
