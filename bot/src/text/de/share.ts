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
    own: 'Besitzer',
  },
  heading: (title) => `Wer ${title} hat`,
  withPerson: 'Mit jemandem teilen…',
  withPersonOrRole: 'Mit jemandem oder einer Rolle teilen…',
  intoChannel: 'In einen Kanal teilen…',
  take: 'Nicht mehr teilen mit…',
  links: 'Zu den Links',
  onlyInServer: 'Mit Rollen oder Kanälen kannst du es nur auf einem Server teilen.',
  somebody: 'Jemand',
  everybodyHere: 'Alle auf diesem Server',
  foreignRole: 'Eine Rolle eines anderen Servers',
  someRole: 'Eine Rolle',
  someChannel: 'Ein Kanal',
  conversation: 'Eine Direktnachricht',
  managers: (channel) => `Wer ${channel} verwaltet`,
  audience: {
    everybody: (server, count) => `alle auf **${server}** (${people(count)})`,
    roles: (roles) => `alle mit ${roles}`,
    rolesAndPeople: (roles, count) => `alle mit ${roles} und ${people(count)}, einzeln hinzugefügt`,
    people: (count) => `${people(count)}, einzeln hinzugefügt`,
    moreRoles: (count) => `${count} weitere Rollen`,
    nobody: 'nur, wer den Server verwaltet',
    thread: 'alle in diesem privaten Thread',
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
      `Abhaken dürfen laut /doc einstellungen nur ${roles} und wer den Server verwaltet.`,
    edit: (roles) =>
      `Bearbeiten dürfen es laut /doc einstellungen nur ${roles} und wer den Server verwaltet.`,
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
      `${given} Ich darf dort nichts schreiben, darum gibt es dort keine Karte; öffnen kann man es mit /doc öffnen.`,
  },
  taken: (cut) =>
    cut === 0
      ? 'Es ist nicht mehr mit ihnen geteilt.'
      : `Es ist nicht mehr mit ihnen geteilt, und ${cut === 1 ? 'ein offener Editor wurde' : `${cut} offene Editoren wurden`} geschlossen.`,
  refused: {
    not_in_channel:
      'Ich kann nicht erkennen, ob du in diesem Kanal bist. Nimm dort /doc teilen, oder wähle einen Kanal, den wir beide sehen.',
    not_in_guild:
      'Ich kann nicht erkennen, ob du auf dem Server dieser Rolle bist. Nimm dort /doc teilen.',
    too_many_people:
      'Mit mehr Leuten lässt sich dieses Dokument nicht teilen. Teile es zuerst mit jemandem nicht mehr, oder erstell mit /doc link einen Link.',
    too_many_places:
      'Mit mehr Kanälen und Rollen lässt sich dieses Dokument nicht teilen. Teile es zuerst mit einer Rolle oder einem Kanal nicht mehr, oder erstell mit /doc link einen Link.',
  },
  notOwner:
    'Nur Besitzer können ein Dokument teilen und sehen, wer es hat. Frag jemanden von ihnen.',
  notToBots: 'Bots können keine Dokumente lesen. Wähle einen Menschen.',
  notToYourself: 'Das bist du, und es gehört dir schon. Wähle jemand anderen.',
} satisfies Texts['share']
