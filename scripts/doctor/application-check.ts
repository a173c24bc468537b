import { ApplicationFlags, ApplicationIntegrationType, PermissionsBitField } from 'discord.js'
import type { APIApplication } from 'discord.js'
import { PERMISSIONS, SCOPES } from '../../bot/src/needs.ts'
import { failed, listed, ok, warning } from './finding.ts'
import type { Finding } from './finding.ts'
import { readable } from './permissions.ts'

const PRIVILEGED =
  ApplicationFlags.GatewayPresence |
  ApplicationFlags.GatewayPresenceLimited |
  ApplicationFlags.GatewayGuildMembers |
  ApplicationFlags.GatewayGuildMembersLimited |
  ApplicationFlags.GatewayMessageContent |
  ApplicationFlags.GatewayMessageContentLimited

const INSTALLS = [
  { type: ApplicationIntegrationType.GuildInstall, name: 'Guild Install' },
  { type: ApplicationIntegrationType.UserInstall, name: 'User Install' },
] as const

/** What the Developer Portal says of the application, as far as Discord tells. */
export const applicationFindings = (
  application: APIApplication,
  applicationId: string,
): Finding[] => {
  if (application.id !== applicationId) {
    return [
      failed(
        `DISCORD_TOKEN is of the application ${application.id} (${application.name}), DISCORD_CLIENT_ID is ${applicationId}`,
        'Copy both from the same application: the id from page General Information, the token from page Bot.',
      ),
    ]
  }
  return [
    ok(`The token is of the application ${application.name} (${application.id})`),
    activities(application),
    intents(application),
    interactions(application),
    redirect(application),
    ...codeGrant(application),
    ...INSTALLS.map((install) => installation(application, install)),
  ]
}

const has = ({ flags }: APIApplication, bits: number): boolean => (flags & bits) !== 0

const activities = (application: APIApplication): Finding =>
  has(application, ApplicationFlags.Embedded)
    ? ok('Activities are enabled')
    : failed(
        'Activities are not enabled: "Edit" can only offer a link',
        'Developer Portal, page Activities, Settings: switch "Enable Activities" on.',
      )

const intents = (application: APIApplication): Finding =>
  has(application, PRIVILEGED)
    ? warning(
        'Privileged intents are on, and Sticky needs none of them',
        'Developer Portal, page Bot: switch Presence, Server Members and Message Content Intent off.',
      )
    : ok('No privileged intents are on, and none are needed')

const interactions = ({ interactions_endpoint_url: url }: APIApplication): Finding =>
  url === null || url === undefined || url === ''
    ? ok('Interactions come over the gateway')
    : failed(
        'Discord sends interactions to an "Interactions Endpoint URL" instead of to the bot: no command will answer',
        'Developer Portal, page General Information: leave "Interactions Endpoint URL" empty.',
      )

const redirect = ({ redirect_uris: uris = [] }: APIApplication): Finding =>
  uris.length > 0
    ? ok('There is a redirect, which Activities need to sign people in')
    : failed(
        'There is no redirect: nobody can sign in inside the Activity',
        'Developer Portal, page OAuth2: add the redirect https://127.0.0.1 (nothing is ever sent there).',
      )

const codeGrant = ({ bot_require_code_grant: required }: APIApplication): Finding[] =>
  required
    ? [
        failed(
          'The bot requires an OAuth2 code grant: it cannot be installed by a link',
          'Developer Portal, page Bot: switch "Requires OAuth2 Code Grant" off.',
        ),
      ]
    : []

const installation = (
  { integration_types_config: kinds }: APIApplication,
  { type, name }: (typeof INSTALLS)[number],
): Finding => {
  const page = `Developer Portal, page Installation`
  const config = kinds?.[type]
  if (config === undefined)
    return failed(`"${name}" is off`, `${page}: switch "${name}" on under Installation Contexts.`)
  const params = config.oauth2_install_params
  const scopes = SCOPES[type].filter((scope) => params?.scopes.includes(scope) !== true)
  const permissions = type === ApplicationIntegrationType.GuildInstall ? lacking(params) : []
  if (scopes.length === 0 && permissions.length === 0)
    return ok(`"${name}" is on, with all scopes and permissions`)
  const missing = [
    ...(scopes.length > 0 ? [`the ${count(scopes, 'scope')} ${listed(scopes)}`] : []),
    ...(permissions.length > 0
      ? [`the ${count(permissions, 'permission')} ${listed(permissions)}`]
      : []),
  ]
  return warning(
    `"${name}" lacks ${missing.join(', and ')}`,
    `${page}, Default Install Settings, ${name}: add what is missing; servers that have Sticky keep what they gave it.`,
  )
}

const lacking = (params: { permissions: string } | undefined): string[] => {
  const given = new PermissionsBitField(BigInt(params?.permissions ?? 0))
  return PERMISSIONS.filter((name) => !given.has(name)).map(readable)
}

const count = ({ length }: readonly unknown[], noun: string): string =>
  length === 1 ? noun : `${noun}s`
