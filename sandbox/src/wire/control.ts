import type { APIApplicationCommand, APIMessage } from 'discord-api-types/v10'

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
}

/** A channel the person of this tab may see. */
export interface ChannelView {
  id: string
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

/** A message as Discord would send it, plus whom it is for when it is ephemeral. */
export type PageMessage = APIMessage & { ephemeral?: true }

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
}

/** What the sandbox tells a tab. */
export type ToPage =
  | PageState
  | { type: 'message-create'; message: PageMessage }
  | { type: 'message-update'; message: PageMessage }
  | { type: 'message-delete'; channelId: string; messageId: string }
  | { type: 'commands'; commands: APIApplicationCommand[] }
  | { type: 'bot'; online: boolean }
  | { type: 'interaction'; nonce: string; outcome: 'answered' | 'failed' }
  | { type: 'autocomplete'; nonce: string; choices: { name: string; value: string | number }[] }
  | { type: 'launch'; instanceId: string; channelId: string; customId: string | null }
  | ({ type: 'participants' } & RunningActivity)
  | { type: 'violation'; violation: Violation }
  | { type: 'answer'; id: string; data: unknown }
  | { type: 'refusal'; id: string; message: string }

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
}

/** What a tab asks of the sandbox. */
export type FromPage =
  | { type: 'post'; channelId: string; content: string }
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
