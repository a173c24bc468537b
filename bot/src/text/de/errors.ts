import type { Texts } from '../en/index.ts'

export const errors = {
  ofServer: {
    invalid_request: 'Das versteht Sticky nicht. Prüf deine Eingabe und versuch es noch einmal.',
    unauthenticated: 'Stickys Server kennt diesen Bot nicht. Sag bitte dem Betreiber Bescheid.',
    forbidden: 'Das darfst du nicht. Frag jemanden, dem das Dokument gehört.',
    not_found: 'Dieses Dokument gibt es nicht, oder du darfst es nicht sehen.',
    conflict: 'Inzwischen hat sich etwas geändert. Sieh nach und versuch es noch einmal.',
    username_taken: 'Dieser Benutzername ist vergeben. Nimm einen anderen.',
    last_owner: 'Ein Dokument muss jemandem gehören. Mach zuerst jemand anderen zum Besitzer.',
    precondition_failed:
      'Der Text hat sich geändert, seit du ihn gelesen hast. Öffne ihn neu und versuch es noch einmal.',
    too_large: 'Das ist zu lang. Versuch es mit weniger Text.',
    unsupported_type: 'Diese Art von Inhalt kann Sticky nicht lesen. Versuch es mit reinem Text.',
    rate_limited: 'Das war viel auf einmal. Warte kurz und versuch es noch einmal.',
    registration_closed: 'Auf diesem Server kann man sich nicht registrieren. Frag den Betreiber.',
    wrong_credentials: 'Benutzername oder Passwort stimmt nicht. Prüf beides.',
    link_expired: 'Dieser Link ist abgelaufen. Frag den Absender nach einem neuen.',
    link_revoked: 'Dieser Link wurde zurückgezogen. Frag den Absender nach einem neuen.',
    password_required: 'Dieser Link braucht sein Passwort. Frag, wer ihn geschickt hat.',
    wrong_password: 'Das ist nicht das Passwort dieses Links. Prüf es und versuch es noch einmal.',
    not_saved:
      'Stickys Server kann gerade nichts speichern. Es ist nichts verloren; versuch es später noch einmal.',
    unavailable: 'Stickys Server antwortet nicht. Versuch es in ein paar Sekunden noch einmal.',
    internal: 'Bei uns ist etwas schiefgegangen. Versuch es gleich noch einmal.',
  },
  slow: 'Stickys Server braucht zu lange. Versuch es in ein paar Sekunden noch einmal.',
  ours: (reference) =>
    `Bei uns ist etwas schiefgegangen. Versuch es noch einmal; wenn es immer wieder passiert, sag dem Betreiber: ${reference}`,
  unknownCommand: (name) =>
    `/${name} gibt es hier nicht mehr. Starte Discord neu, um die Befehle zu aktualisieren.`,
  unknownPress: 'Das ist veraltet und geht nicht mehr. Nimm stattdessen /doc öffnen.',
  notInChannel: 'Sticky gibt es nur in Kanälen. Versuch es in einem.',
} satisfies Texts['errors']
