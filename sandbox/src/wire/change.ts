/** Names of permissions as `PermissionFlagsBits` has them: `ViewChannel`, `SendMessages`, … */
type PermissionName = string

/** Somebody by key (`ada`) or id; a channel or thread by name or id; a role by name or id. */
type PersonRef = string
type ChannelRef = string
type RoleRef = string

/** How requests of the bot fail on demand. `hang`: no answer at all; `reset`: the connection is cut. */
export type FailureKind =
  | 'rate-limit'
  | 'global-rate-limit'
  | 'server-error'
  | 'unavailable'
  | 'hang'
  | 'reset'

/** The next requests of a route that will fail. */
export interface Failure {
  how: FailureKind
  /** `PATCH /channels/{channel_id}/messages/{message_id}`, a part of such a name, or null for any route. */
  route: string | null
  /** How many requests fail; it counts down. */
  times: number
  /** With `rate-limit`: seconds, also fractions. Default 1. */
  retryAfter?: number
}

/** What the gateway does on demand. */
export type GatewayEvent =
  | 'reconnect'
  | 'drop'
  | 'invalid-session'
  | 'resumable-session'
  | 'silence'

/**
 * What can be changed while the stand-in runs, by the page (`FromPage` of type `change`) and by tests:
 * `POST /control/<kind>` at the page's address with the other fields as JSON. The answer is 200 with what
 * was made, or 400 with `{ message }`.
 */
export type Change =
  /** Replaces the roles of somebody. */
  | { kind: 'roles'; person: PersonRef; roles: RoleRef[] }
  /** Also `bot`: then the application is no longer installed in the guild. */
  | { kind: 'leave-guild'; person: PersonRef }
  | { kind: 'join-guild'; person: PersonRef }
  /** Replaces what a channel allows and denies to a role or person; both empty takes the overwrite away. */
  | {
      kind: 'overwrite'
      channel: ChannelRef
      role?: RoleRef
      person?: PersonRef
      allow: PermissionName[]
      deny: PermissionName[]
    }
  /** Replaces the permissions of a role in the whole guild. */
  | { kind: 'role-permissions'; role: RoleRef; permissions: PermissionName[] }
  /** With `only`, a private channel of these roles and people; the bot sees it when its role is among them. Answers `{ id }`. */
  | { kind: 'create-channel'; name: string; topic?: string; only?: string[] }
  | { kind: 'rename-channel'; channel: ChannelRef; name: string }
  | { kind: 'delete-channel'; channel: ChannelRef }
  /** Answers `{ id }`. The bot is in a private thread only when `members` has `bot`. */
  | {
      kind: 'create-thread'
      channel: ChannelRef
      name: string
      isPrivate?: boolean
      members?: PersonRef[]
      messageId?: string
    }
  | { kind: 'thread-members'; thread: ChannelRef; add?: PersonRef[]; remove?: PersonRef[] }
  | { kind: 'archive-thread'; thread: ChannelRef; isArchived: boolean; isLocked?: boolean }
  /** One message, or several of one channel at once (MESSAGE_DELETE_BULK). */
  | { kind: 'delete-messages'; messageIds: string[] }
  /** Makes messages look older to the rule of old edits; without ids, all there are. */
  | { kind: 'age-messages'; messageIds?: string[]; ms: number }
  | ({ kind: 'fail' } & Failure)
  | { kind: 'stop-failing' }
  /** Off: launches are answered 50234, and the application has no EMBEDDED flag. */
  | { kind: 'activities'; isEnabled: boolean }
  /** Off: every request of the bot is answered 401, and it can't identify. */
  | { kind: 'bot-token'; isValid: boolean }
  /** Every interaction token of now is too old from now on. */
  | { kind: 'expire-interactions' }
  /** What OAuth's consent does: ask the person once (the page's dialog), or answer for everybody. */
  | { kind: 'consent'; mode: ConsentMode }
  /** Takes back what somebody consented to. */
  | { kind: 'forget-consent'; person: PersonRef }
  | { kind: 'gateway'; event: GatewayEvent }
  /** Set: Discord sends interactions there, and the gateway brings none. */
  | { kind: 'interactions-endpoint'; url: string | null }
  /** Whether the portal allows the intents of members, presences and message content. */
  | { kind: 'privileged-intents'; areAllowed: boolean }
  /** How fast the bot may be: `real` as at Discord, `off` without limits. */
  | { kind: 'limits'; mode: LimitMode }

export type ConsentMode = 'ask' | 'accept' | 'refuse'
export type LimitMode = 'real' | 'off'

/** What is switched at the moment, for a panel that shows and changes it. */
export interface Conditions {
  areActivitiesEnabled: boolean
  isBotTokenValid: boolean
  consent: ConsentMode
  limits: LimitMode
  interactionsEndpoint: string | null
  arePrivilegedIntentsAllowed: boolean
  failures: Failure[]
}
