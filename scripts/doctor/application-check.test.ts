import { ApplicationFlags, OAuth2Scopes, PermissionFlagsBits } from 'discord.js'
import type { APIApplication } from 'discord.js'
import { expect, it } from 'vitest'
import { PERMISSIONS } from '../../bot/src/needs.ts'
import { applicationFindings } from './application-check.ts'

const ID = '1210000000000000001'
const ALL = PERMISSIONS.reduce((bits, name) => bits | PermissionFlagsBits[name], 0n)

/** An application as Discord describes one that is set up as docs/discord-setup.md says. */
const application = (change: Partial<APIApplication> = {}): APIApplication => ({
  id: ID,
  name: 'Sticky',
  icon: null,
  description: '',
  summary: '',
  bot_public: true,
  bot_require_code_grant: false,
  verify_key: '',
  team: null,
  event_webhooks_status: 1,
  flags: ApplicationFlags.Embedded,
  flags_new: String(ApplicationFlags.Embedded),
  redirect_uris: ['https://127.0.0.1'],
  interactions_endpoint_url: null,
  integration_types_config: {
    0: {
      oauth2_install_params: {
        scopes: [OAuth2Scopes.ApplicationsCommands, OAuth2Scopes.Bot],
        permissions: ALL.toString(),
      },
    },
    1: { oauth2_install_params: { scopes: [OAuth2Scopes.ApplicationsCommands], permissions: '0' } },
  },
  ...change,
})

/** What is not well, each with what to do. */
const complaints = (change: Partial<APIApplication>): string[] =>
  applicationFindings(application(change), ID)
    .filter(({ status }) => status !== 'ok')
    .map(({ status, what, todo }) => `${status}: ${what} ${todo}`)

it('is content with an application that is set up', () => {
  expect(complaints({})).toEqual([])
})

it.for<[string, Partial<APIApplication>, RegExp]>([
  [
    'Activities off',
    { flags: 0 as ApplicationFlags },
    /^failed: Activities .*"Enable Activities" on/,
  ],
  [
    'privileged intents',
    { flags: ApplicationFlags.Embedded | ApplicationFlags.GatewayMessageContentLimited },
    /^warning: Privileged intents .*page Bot/,
  ],
  [
    'interactions by HTTP',
    { interactions_endpoint_url: 'https://example.org' },
    /^failed: .*leave "Interactions Endpoint URL" empty/,
  ],
  ['no redirect', { redirect_uris: [] }, /^failed: .*add the redirect https:\/\/127\.0\.0\.1/],
  ['a code grant', { bot_require_code_grant: true }, /^failed: .*"Requires OAuth2 Code Grant" off/],
])('says what to do about %s', ([, change, expected]) => {
  expect(complaints(change)).toEqual([expect.stringMatching(expected)])
})

it('names what the installation lacks', () => {
  const bot = { scopes: [OAuth2Scopes.Bot], permissions: String(PermissionFlagsBits.ViewChannel) }
  const [guild = '', user = '', ...more] = complaints({
    integration_types_config: { 0: { oauth2_install_params: bot } },
  })
  expect(guild).toMatch(/^warning: "Guild Install" lacks the scope applications\.commands, and the/)
  expect(guild).toContain('Send Messages')
  expect(guild).not.toContain('View Channel')
  expect(user).toMatch(/^failed: "User Install" is off .*page Installation/)
  expect(more).toEqual([])
})

it('notices an application that is not configured at all for servers', () => {
  expect(complaints({ integration_types_config: { 0: {}, 1: {} } })).toHaveLength(2)
})
