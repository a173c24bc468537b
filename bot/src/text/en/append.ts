/** `/doc append` */
export const append = {
  command: { name: 'append', description: 'Add a line to the end of a document' },
  text: { name: 'text', description: 'What to add (Markdown)' },
  as: { name: 'as', description: 'How to add it; a plain line by default' },
  marks: { line: 'Line', bullet: 'Bullet point', task: 'Task to tick off' },
  done: (title: string) => `Added to **${title}**.`,
}
