import type { Texts } from '../en/index.ts'

export const exporting = {
  command: { name: 'exportieren', description: 'Ein Dokument als Datei bekommen' },
  format: { name: 'format', description: 'Ohne Angabe Markdown' },
  formats: { md: 'Markdown', html: 'Webseite (HTML)', txt: 'Nur Text', json: 'JSON' },
  done: (title, kilobytes) =>
    `Hier ist **${title}** (${kilobytes.toLocaleString('de')} KB). Das siehst nur du.`,
} satisfies Texts['exporting']
