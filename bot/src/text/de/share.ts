import type { Texts } from '../en/index.ts'

const people = (count: number) =>
  count === 1 ? 'eine Person' : `${count.toLocaleString('de')} Leute`

export const share = {
  command: {
    name: 'teilen',
    description: 'Ein Dokument mit Leuten, Rollen oder einem Kanal teilen',
  },
  with: { name: 'mit', description: 'Eine Person oder eine Rolle dieses Servers' },
  channel: { name: 'kanal', description: 'Ein Kanal; dort erscheint auch die Karte' },
  may: { name: 'darf', description: 'Was sie dürfen; ohne Angabe bearbeiten' },
  gives: { view: 'Lesen', tick: 'Lesen und abhaken', edit: 'Bearbeiten' },
  has: {
    view: 'darf lesen',
    tick: 'darf lesen und abhaken',
    edit: 'darf bearbeiten',
    own: 'gehört es',
  },
  heading: (title) => `Wer ${title} hat`,
  withPerson: 'Mit jemandem teilen…',
  withPersonOrRole: 'Mit jemandem oder einer Rolle teilen…',
  intoChannel: 'In einen Kanal teilen…',
  take: 'Wegnehmen…',
  links: 'Alle Links',
  onlyInServer: 'Mit Rollen oder Kanälen teilst du es auf einem Server.',
  somebody: 'Jemand',
  everybodyHere: 'Alle auf diesem Server',
  foreignRole: 'Eine Rolle eines anderen Servers',
  someRole: 'Eine Rolle',
  someChannel: 'Ein Kanal',
  conversation: 'Eine Direktnachricht',
  managers: (channel) => `Wer ${channel} verwaltet`,
  audience: {
    everybody: (server, count) => `alle auf **${server}** (${people(count)})`,
    roles: (roles) => `in diesem Kanal: ${roles}`,
    rolesAndPeople: (roles, count) =>
      `in diesem Kanal: ${roles} und ${people(count)}, einzeln eingelassen`,
    people: (count) => `in diesem Kanal: ${people(count)}, einzeln eingelassen`,
    moreRoles: (count) => `${count} weitere Rollen`,
    nobody: 'nur, wer den Server verwaltet',
    thread: 'wer in diesem privaten Thread ist',
    conversation: 'alle, die diese Unterhaltung sehen',
  },
  ask: {
    view: (audience) => `Teilen? Lesen können es dann: ${audience}.`,
    tick: (audience) => `Teilen? Lesen und abhaken können es dann: ${audience}.`,
    edit: (audience) =>
      `Teilen? Lesen können es dann: ${audience}. Wer davon dort schreiben darf, darf es bearbeiten.`,
  },
  yes: 'Teilen',
  given: {
    view: (who) => `Zum Lesen freigegeben: ${who}.`,
    tick: (who) => `Zum Lesen und Abhaken freigegeben: ${who}.`,
    edit: (who) => `Zum Bearbeiten freigegeben: ${who}.`,
  },
  already: {
    tick: (who) => `Schon zum Abhaken freigegeben: ${who}. Dabei bleibt es.`,
    edit: (who) => `Schon zum Bearbeiten freigegeben: ${who}. Dabei bleibt es.`,
    own: (who) => `Das Dokument gehört schon: ${who}. Dabei bleibt es.`,
  },
  lower: { view: 'Nur lesen lassen', tick: 'Nur abhaken lassen', edit: 'Nur bearbeiten lassen' },
  into: {
    posted: (given) => `${given} Die Karte steht dort.`,
    youMayNot: (given) =>
      `${given} Du darfst dort nicht schreiben, darum gibt es dort keine Karte.`,
    iMayNot: (given) =>
      `${given} Ich darf dort nichts schreiben, darum folgt dort keine Karte dem Text; man öffnet es mit /doc öffnen.`,
  },
  taken: (cut) =>
    cut === 0
      ? 'Es wurde weggenommen.'
      : `Es wurde weggenommen; ${cut === 1 ? 'ein offener Editor wurde' : `${cut} offene Editoren wurden`} geschlossen.`,
  notOwner:
    'Wer ein Dokument hat, sehen nur seine Besitzer, und nur sie teilen es. Frag jemanden von ihnen.',
  notToBots: 'Bots können keine Dokumente lesen. Such dir einen Menschen aus.',
  notToYourself: 'Das bist du, und es gehört dir schon. Such dir jemand anderen aus.',
} satisfies Texts['share']
