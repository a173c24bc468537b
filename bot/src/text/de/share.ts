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
    server: 'alle auf diesem Server',
    unknown: 'alle, die diesen Kanal sehen können',
  },
  ask: (audience) => `Teilen? Lesen können es dann: ${audience}.`,
  writers: {
    tick: 'Wer davon dort schreiben darf, kann auch abhaken.',
    edit: 'Wer davon dort schreiben darf, kann es auch bearbeiten.',
  },
  onlyRoles: {
    tick: (roles) =>
      `Abhaken dürfen laut \`/doc einstellungen\` nur ${roles} und wer den Server verwaltet.`,
    edit: (roles) =>
      `Bearbeiten dürfen es laut \`/doc einstellungen\` nur ${roles} und wer den Server verwaltet.`,
  },
  askEverybody: {
    view: (audience) => `Zum Lesen freigeben für ${audience}?`,
    tick: (audience) => `Zum Lesen und Abhaken freigeben für ${audience}?`,
    edit: (audience) => `Zum Lesen und Bearbeiten freigeben für ${audience}?`,
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
  refused: {
    not_in_channel:
      'Ich kann nicht erkennen, ob du in diesem Kanal bist. Nimm dort `/doc teilen` oder such dir einen Kanal aus, den wir beide sehen.',
    not_in_guild:
      'Ich kann nicht erkennen, ob du auf dem Server dieser Rolle bist. Nimm dort `/doc teilen`.',
    too_many_people:
      'Mit mehr Leuten lässt sich dieses Dokument nicht teilen. Nimm es zuerst jemandem weg oder erstell mit `/doc link` einen Link.',
    too_many_places:
      'Mit mehr Kanälen und Rollen lässt sich dieses Dokument nicht teilen. Nimm es zuerst einem Kanal oder einer Rolle weg oder erstell mit `/doc link` einen Link.',
  },
  notOwner:
    'Wer ein Dokument hat, sehen nur seine Besitzer, und nur sie teilen es. Frag jemanden von ihnen.',
  notToBots: 'Bots können keine Dokumente lesen. Such dir einen Menschen aus.',
  notToYourself: 'Das bist du, und es gehört dir schon. Such dir jemand anderen aus.',
} satisfies Texts['share']
