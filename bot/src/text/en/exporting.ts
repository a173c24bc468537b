/** `/doc export` */
export const exporting = {
  command: { name: 'export', description: 'Get a document as a file' },
  format: { name: 'format', description: 'Markdown by default' },
  formats: {
    md: 'Markdown',
    html: 'Web page (HTML)',
    txt: 'Plain text',
    json: 'JSON',
  },
  done: (title: string, kilobytes: number) =>
    `Here is **${title}** (${kilobytes.toLocaleString('en')} KB). Only you can see this.`,
}
