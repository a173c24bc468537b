import type { Texts } from '../en/index.ts'

export const create = {
  command: {
    name: 'erstellen',
    description: 'Ein Dokument erstellen, das alle in diesem Kanal bearbeiten können',
  },
  title: { name: 'titel', description: 'Der Titel; ohne Angabe wirst du danach gefragt' },
  text: { name: 'text', description: 'Womit es anfängt (Markdown)' },
  ask: 'Neues Dokument',
  titleField: 'Titel',
  textField: 'Inhalt (Markdown)',
  badTitle: 'Ein Titel hat 1 bis 200 Zeichen. Gib einen anderen ein.',
} satisfies Texts['create']
