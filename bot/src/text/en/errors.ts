import type { ErrorCode } from '@sticky/shared/errors'

/** What people read when something could not be done, and what they can do about it. */
export const errors = {
  /** What the server refuses, by its code. */
  ofServer: {
    invalid_request: 'Sticky does not understand that. Check what you typed, then try again.',
    unauthenticated: 'The bot is not known to Sticky’s server. Tell whoever runs it.',
    forbidden: 'You may not do this. Ask an owner of the document for the right to.',
    not_found: 'There is no such document, or you may not see it.',
    conflict: 'Something changed meanwhile. Look again, then retry.',
    username_taken: 'This user name is taken. Choose another one.',
    last_owner: 'A document needs an owner. Make somebody else an owner first.',
    precondition_failed: 'The text has changed since you read it. Open it again, then retry.',
    too_large: 'This is too long. Try with less text.',
    unsupported_type: 'Sticky cannot read this kind of content. Try plain text.',
    rate_limited: 'That was a lot at once. Wait a little, then try again.',
    registration_closed: 'Registration is closed on this server. Ask whoever runs it.',
    wrong_credentials: 'User name or password is wrong. Check both, then try again.',
    link_expired: 'This link has expired. Ask whoever sent it for a new one.',
    link_revoked: 'This link was withdrawn. Ask whoever sent it for a new one.',
    password_required: 'This link has a password. Send it along.',
    wrong_password: 'The password of this link is another one. Check it, then try again.',
    not_saved: 'Sticky’s server cannot save right now. Nothing was lost; try again later.',
    unavailable: 'Sticky’s server does not answer. Try again in a few seconds.',
    internal: 'Something went wrong on our side. Try again in a moment.',
  } satisfies Record<ErrorCode, string>,
  slow: 'Sticky’s server takes too long to answer. Try again in a few seconds.',
  /** `reference` finds it in the bot's log. */
  ours: (reference: string) =>
    `Something went wrong on our side. Try again; if it stays, tell whoever runs the bot: ${reference}`,
  unknownCommand: (name: string) => `/${name} is not known here. Restart Discord to refresh it.`,
  unknownPress: 'This button is not known any more. Use /doc open instead.',
  notInChannel: 'Sticky works in channels only. Use it in one.',
}
