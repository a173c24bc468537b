import { ChannelType, PermissionFlagsBits } from 'discord.js'
import type {
  APIApplicationCommand,
  APIChannel,
  APIGuildMember,
  APIOverwrite,
  APIRole,
} from 'discord.js'
import { PERMISSIONS, SCOPES } from '../../bot/src/needs.ts'
import type { DiscordApi } from './discord-api.ts'
import { failed, listed, ok, warning } from './finding.ts'
import type { Finding } from './finding.ts'
import { inChannel, readable } from './permissions.ts'

/** Looking at more would make Discord ask for patience. */
const MOST_SERVERS = 10
/** So many channels are named; the others are counted. */
const MOST_NAMED = 5

const TEXT = new Set([ChannelType.GuildText, ChannelType.GuildAnnouncement, ChannelType.GuildVoice])

type Server = { id: string; name: string }
type Channel = APIChannel & {
  name: string
  permission_overwrites?: APIOverwrite[]
}

/** In which servers the bot is, and what it may do in their channels. */
export const serverFindings = async (
  api: DiscordApi,
  applicationId: string,
  botId: string,
): Promise<Finding[]> => {
  const servers = await api.read<Server[]>('/users/@me/guilds')
  if (servers.length === 0) {
    return [failed('The bot is in no server', `Open ${installLink(applicationId)} and choose one.`)]
  }
  const findings: Finding[] = []
  for (const server of servers.slice(0, MOST_SERVERS))
    findings.push(...(await inServer(api, server, { applicationId, botId })))
  const more = servers.length - MOST_SERVERS
  return more > 0 ? [...findings, ok(`${more} more servers, which were not looked at`)] : findings
}

/** With the scopes and permissions of this version, whatever the portal says. */
export const installLink = (applicationId: string): string => {
  const permissions = PERMISSIONS.reduce((bits, name) => bits | PermissionFlagsBits[name], 0n)
  const scopes = SCOPES[0].join('+')
  return `https://discord.com/oauth2/authorize?client_id=${applicationId}&scope=${scopes}&permissions=${permissions}`
}

type Ids = { applicationId: string; botId: string }

const inServer = async (
  api: DiscordApi,
  server: Server,
  { applicationId, botId }: Ids,
): Promise<Finding[]> => {
  const path = `/guilds/${server.id}`
  const member = await api.read<APIGuildMember>(`${path}/members/${botId}`)
  const roles = await api.read<APIRole[]>(`${path}/roles`)
  const channels = await api.read<Channel[]>(`${path}/channels`)
  return [
    ...(await commandScope(api, server, applicationId)),
    channelsFinding(
      server,
      channels
        .filter(({ type }) => TEXT.has(type))
        .map((channel) => {
          const overwrites = channel.permission_overwrites ?? []
          const may = inChannel(server.id, roles, overwrites, { ...member, id: botId })
          const missing = may.has('ViewChannel')
            ? PERMISSIONS.filter((name) => !may.has(name))
            : (['ViewChannel'] as const)
          return { name: channel.name, missing: missing.map(readable) }
        }),
    ),
  ]
}

/** Discord keeps an app's commands of a server from it where it was installed without the scope for them. */
const commandScope = async (
  api: DiscordApi,
  server: Server,
  applicationId: string,
): Promise<Finding[]> => {
  const path = `/applications/${applicationId}/guilds/${server.id}/commands`
  const { status, body } = await api.get(path)
  if (status === 403) {
    return [
      failed(
        `${server.name}: Sticky is there without the scope applications.commands, so nobody sees its commands`,
        `Open ${installLink(applicationId)} and choose that server again.`,
      ),
    ]
  }
  const commands = status < 400 ? (body as APIApplicationCommand[]) : []
  if (commands.length === 0) return []
  return [
    warning(
      `${server.name}: ${commands.length} commands are registered there besides those for everywhere, so people may see them twice`,
      'Something else has registered them with the same token; remove them there.',
    ),
  ]
}

type Looked = { name: string; missing: string[] }

const channelsFinding = ({ name }: Server, channels: Looked[]): Finding => {
  const lacks = (permission: string): Looked[] =>
    channels.filter(({ missing }) => missing.includes(permission))
  const lacking = PERMISSIONS.map(readable).filter((permission) => lacks(permission).length > 0)
  if (lacking.length === 0) return ok(`${name}: all permissions in all ${channels.length} channels`)
  const where = lacking.map((permission) => `${permission} ${inThose(lacks(permission), channels)}`)
  const what = `${name}: the bot lacks ${listed(where)}`
  const isBlind = lacks(readable('ViewChannel')).length === channels.length
  return isBlind
    ? failed(what, `Server Settings, Roles: give them to Sticky’s role. ${COMMANDS_WORK}`)
    : warning(what, `Settings of the channel, Permissions: add Sticky’s role. ${COMMANDS_WORK}`)
}

const COMMANDS_WORK =
  'Commands work in any case, but cards cannot follow their documents where the bot may not be.'

const inThose = (some: readonly Looked[], all: readonly Looked[]): string => {
  if (some.length === all.length) return `in all ${all.length} channels`
  const named = some.slice(0, MOST_NAMED).map(({ name }) => `#${name}`)
  const more = some.length - named.length
  return `in ${listed(more > 0 ? [...named, `${more} more`] : named)}`
}
