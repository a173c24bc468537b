import type {
  APIApplicationCommand,
  APIMessage,
  APIModalInteractionResponseCallbackData,
} from 'discord-api-types/v10'
import type { Change, Conditions } from './change.ts'

/** One of the three people of the sandbox, as the page shows them. */
export interface Person {
  id: string
  key: string
  name: string
  username: string
  avatarUrl: string
  /** `#rrggbb` of the highest coloured role, or null. */
  color: string | null
  roles: string[]
  bot: boolean
  /** In which language the person uses Discord: `en-US`, `en-GB`, `de`. */
  locale: string
  /** False after leaving the guild; such a person still has DMs. */
  isMember: boolean
}

export type ChannelKind = 'text' | 'public-thread' | 'private-thread' | 'dm' | 'group-dm'

/** A channel the person of this tab may see. */
export interface ChannelView {
  id: string
  kind: ChannelKind
  /** Discord's channel type: 0, 11, 12, 1 or 3. */
  type: number
  /** Null in DMs. */
  guildId: string | null
  /** The channel a thread belongs to. */
  parentId: string | null
  /** Who is in a thread, DM or group DM (ids, the bot's too); in a channel of the guild everybody who may see it. */
  memberIds: string[]
  isArchived: boolean
  isLocked: boolean
  /** Whether this person may pin messages, delete those of others, and make threads here. */
  mayPin: boolean
  mayManageMessages: boolean
  mayCreateThreads: boolean
  /** The commands this person may use here, of `PageState.commands`. */
  commandIds: string[]
  /** A DM is called as its other people are. */
  name: string
  topic: string
  isPrivate: boolean
  maySend: boolean
  mayUseCommands: boolean
  /** The person's permission bits in this channel, as Discord writes them. */
  permissions: string
}

/** A request of the bot or a reply of the sandbox that breaks Discord's rules. */
export interface Violation {
  at: string
  side: 'request' | 'reply' | 'rule'
  route: string
  message: string
  details: { path: string; code: string; message: string }[]
}

/** Somebody in an Activity, in the shape the Embedded App SDK parses. */
export interface Participant {
  id: string
  username: string
  discriminator: string
  flags: number
  bot: boolean
  avatar: string
  global_name: string
}

/**
 * A message as Discord would send it, plus whom it is for when it is ephemeral, and (ids) whom it notified when
 * it was sent. With the flag SUPPRESS_NOTIFICATIONS people are mentioned, but not notified.
 */
export type PageMessage = APIMessage & { ephemeral?: true; pinged?: string[] }

/** A request of the bot and its answer, for the protocol panel. */
export interface ApiCall {
  at: string
  /** `PATCH /channels/{channel_id}/messages/{message_id}` */
  route: string
  status: number
  /** Of a refusal: Discord's error code, as 50035. */
  code: number | null
  ms: number
}

/** A dialog that the bot opened; `id` names it on the way back. */
export type Modal = APIModalInteractionResponseCallbackData & { id: string; channelId: string }

/** A file that a page sends; `data` is base64. */
export interface SentFile {
  name: string
  data: string
}

/**
 * What somebody entered into a field of a modal, by its `custom_id`: text, the chosen values of a select or checkbox
 * group, the value of a radio group (null: none), a checkbox, files.
 */
export type FieldValue = string | string[] | boolean | null | SentFile[]

/** Who is in the Activity of a channel; nobody means that it is over. */
export interface RunningActivity {
  instanceId: string
  channelId: string
  participants: Participant[]
}

/** Everything a tab needs to draw itself; sent on every (re)connection. */
export interface PageState {
  type: 'state'
  me: Person
  guild: { id: string; name: string }
  channels: ChannelView[]
  people: Person[]
  roles: { id: string; name: string }[]
  application: { id: string; name: string; botId: string; iconUrl: string }
  commands: APIApplicationCommand[]
  messages: Record<string, PageMessage[]>
  activityOrigin: string
  apiOrigin: string
  activities: RunningActivity[]
  botOnline: boolean
  violations: Violation[]
  /** The newest last, a hundred at most. */
  calls: ApiCall[]
  conditions: Conditions
}

/** What the sandbox tells a tab. */
export type ToPage =
  | PageState
  | { type: 'message-create'; message: PageMessage }
  | { type: 'message-update'; message: PageMessage }
  | { type: 'message-delete'; channelId: string; messageId: string }
  | { type: 'commands'; commands: APIApplicationCommand[] }
  | { type: 'bot'; online: boolean }
  /** `reason` in Discord's words: "The application did not respond", "This interaction failed". */
  | { type: 'interaction'; nonce: string; outcome: 'answered' | 'failed'; reason?: string }
  /** The answer to an interaction is a dialog; `interaction` with `answered` comes before. */
  | { type: 'modal'; nonce: string; modal: Modal }
  | { type: 'autocomplete'; nonce: string; choices: { name: string; value: string | number }[] }
  | { type: 'launch'; instanceId: string; channelId: string; customId: string | null }
  | ({ type: 'participants' } & RunningActivity)
  | { type: 'violation'; violation: Violation }
  | { type: 'call'; call: ApiCall }
  /** What this person may see has changed: channels that are not listed are gone. */
  | { type: 'guild'; channels: ChannelView[]; people: Person[]; me: Person }
  /** The messages of a channel that has just come into view. */
  | { type: 'messages'; channelId: string; messages: PageMessage[] }
  | { type: 'conditions'; conditions: Conditions }
  /** The Activity wants to know who the person is: answered by `consent`. Then its question is answered. */
  | { type: 'consent'; id: string; scopes: string[] }
  | { type: 'answer'; id: string; data: unknown }
  /** `code`: of the SDK's error, when the question came from the Activity; 5000 is OAuth's. */
  | { type: 'refusal'; id: string; message: string; code?: number }

/** A filled-in option of a command, as interactions carry it. */
export interface OptionValue {
  name: string
  type: number
  value?: string | number | boolean
  focused?: boolean
  options?: OptionValue[]
}

interface CommandUse {
  nonce: string
  channelId: string
  commandId: string
  options: OptionValue[]
  /** The message or person of a context menu command. */
  targetId?: string
}

/** What a tab asks of the sandbox. */
export type FromPage =
  | { type: 'post'; channelId: string; content: string; replyTo?: string; files?: SentFile[] }
  | { type: 'edit-message'; messageId: string; content: string }
  /** Also takes away an ephemeral message, from this tab's person alone. */
  | { type: 'delete-message'; messageId: string }
  | { type: 'pin'; messageId: string; isPinned: boolean }
  | {
      type: 'create-thread'
      channelId: string
      name: string
      isPrivate: boolean
      messageId?: string
    }
  | { type: 'join-thread'; channelId: string }
  | { type: 'leave-thread'; channelId: string }
  | ({ type: 'command' } & CommandUse)
  | ({ type: 'complete' } & CommandUse)
  | {
      type: 'component'
      nonce: string
      channelId: string
      messageId: string
      customId: string
      componentType: number
      values: string[]
    }
  | { type: 'modal-submit'; nonce: string; modalId: string; values: Record<string, FieldValue> }
  /** Closed without sending; the bot hears nothing of it. */
  | { type: 'modal-close'; modalId: string }
  | { type: 'consent'; id: string; isGranted: boolean }
  /** Answered by `answer` or `refusal` of the same id. */
  | { type: 'change'; id: string; change: Change }
  | { type: 'open-activity'; channelId: string; customId: string | null }
  | { type: 'join-activity'; instanceId: string; channelId: string }
  | { type: 'leave-activity'; instanceId: string }
  | { type: 'handshake'; instanceId: string }
  | { type: 'ask'; id: string; question: Question }

/** Questions with an answer: what the Activity's RPC host can't know by itself. */
export type Question =
  | { about: 'code'; scopes: string[]; clientId: string }
  | { about: 'token'; accessToken: string }
  | { about: 'participants'; instanceId: string }
