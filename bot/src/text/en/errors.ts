import type { ErrorCode } from '@sticky/shared/errors'

/** What people read when something could not be done, and what they can do about it. */
export const errors = {
  /** What the server refuses, by its code. */
  ofServer: {
    invalid_request: 'Sticky didn’t understand that. Check what you typed, then try again.',
    unauthenticated: 'Sticky’s server doesn’t know this bot. Tell whoever runs it.',
    forbidden: 'You don’t have the rights to do this. Ask an owner of the document.',
    not_found: 'This document doesn’t exist, or you can’t see it.',
    conflict: 'Something has changed in the meantime. Take another look, then try again.',
    username_taken: 'This user name is taken. Choose another one.',
    last_owner: 'A document needs an owner. Make someone else an owner first.',
    precondition_failed: 'The text has changed since you opened it. Open it again and retry.',
    too_large: 'That’s too long. Try less text.',
    unsupported_type: 'Sticky can’t read this kind of content. Try plain text.',
    rate_limited: 'That was a lot at once. Wait a moment, then try again.',
    registration_closed: 'Sticky’s server takes no new accounts. Ask whoever runs it.',
    wrong_credentials: 'Wrong user name or password. Check both, then try again.',
    link_expired: 'This link has expired. Ask whoever sent it for a new one.',
    link_revoked: 'This link was revoked. Ask whoever sent it for a new one.',
    password_required: 'This link needs its password. Ask whoever sent it.',
    wrong_password: 'That’s not the password for this link. Check it, then try again.',
    not_saved: 'Sticky’s server can’t save right now. Nothing was lost; try again later.',
    unavailable: 'Sticky’s server isn’t responding. Try again in a few seconds.',
    internal: 'Something went wrong on our side. Try again in a moment.',
  } satisfies Record<ErrorCode, string>,
  slow: 'Sticky’s server is taking too long to answer. Try again in a few seconds.',
  /** `reference` finds it in the bot's log. */
  ours: (reference: string) =>
    `Something went wrong on our side. Try again; if it keeps happening, tell whoever runs the bot: ${reference}`,
  unknownCommand: (name: string) =>
    `/${name} doesn’t work here any more. Restart Discord to refresh your commands.`,
  unknownPress: 'That’s out of date and no longer works. Use /doc open instead.',
  notInChannel: 'Sticky only works in channels. Try again in one.',
}
