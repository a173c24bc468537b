import type { Texts } from '../en/index.ts'

export const save = {
  command: 'In Dokument sichern',
  where: 'Wohin',
  newOne: 'In ein neues Dokument, nur für mich',
  title: 'Titel des neuen Dokuments',
  titleFor: 'Ohne Angabe der Anfang des Textes.',
  text: 'Was gesichert wird',
  message: 'Nachricht',
  empty: 'In dieser Nachricht steht nichts zum Sichern. Wähle eine mit Text oder Dateien.',
  made: (title) =>
    `Gesichert im neuen Dokument **${title}**. Nur du hast es; mit /doc teilen teilst du es.`,
  added: (title) => `Gesichert in **${title}**, am Ende.`,
} satisfies Texts['save']
