import type { Texts } from '../en/index.ts'

export const help = {
  command: { name: 'hilfe', description: 'Was Sticky kann, und wie' },
  heading: '### Sticky: Dokumente im Kanal',
  intro:
    'Ein Dokument steht als Karte in seinem Kanal. Wer den Kanal sieht, darf es lesen, und wer dort schreiben darf, darf es bearbeiten, alle gleichzeitig. Die Karte hält mit dem Text Schritt.',
  card: 'Auf einer Karte öffnet **Bearbeiten** den Editor hier in Discord.',
  message: (name) => `**${name}** steht im Menü jeder Nachricht, unter Apps.`,
  where:
    'Das geht in Kanälen, Threads und Direktnachrichten. Wo nur du Sticky installiert hast, kann es antworten, aber nicht bleiben: Karten können sich dort nicht aktualisieren und sagen das auch.',
} satisfies Texts['help']
