import type { Texts } from '../en/index.ts'

export const append = {
  command: { name: 'anhängen', description: 'Eine Zeile ans Ende eines Dokuments schreiben' },
  text: { name: 'text', description: 'Was dazukommt (Markdown)' },
  as: { name: 'als', description: 'Wie es dazukommt; ohne Angabe als einfache Zeile' },
  marks: { line: 'Zeile', bullet: 'Stichpunkt', task: 'Aufgabe zum Abhaken' },
  done: (title) => `Steht jetzt in **${title}**.`,
} satisfies Texts['append']
