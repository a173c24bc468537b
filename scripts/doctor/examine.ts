import type { APIApplication, APIUser } from 'discord.js'
import { httpsFindings, publicFindings, serverFindings } from './address-check.ts'
import { applicationFindings } from './application-check.ts'
import { commandFindings } from './commands-check.ts'
import { DiscordApi } from './discord-api.ts'
import type { Answer } from './discord-api.ts'
import { byHand, failed, ok, tried, warning } from './finding.ts'
import type { Finding } from './finding.ts'
import { gatewayFindings } from './gateway-check.ts'
import * as servers from './servers-check.ts'
import { readSetup } from './settings-check.ts'
import type { Setup } from './settings-check.ts'

/** No call takes longer, ms. */
const TIMEOUT = 5_000
/** Discord's time may differ from ours by so much, ms. */
const SKEW = 5_000

export type Section = { name: string; findings: Finding[] }
export type Examination = { sections: Section[]; secrets: string[] }
export type Options = { timeout?: number }

/** All checks of the settings in `env`, in the order in which one depends on the other. */
export const examine = async (
  env: NodeJS.ProcessEnv,
  { timeout = TIMEOUT }: Options = {},
): Promise<Examination> => {
  let setup: Setup | null = null
  const settings = await tried(async () => {
    const read = readSetup(env)
    setup = read.setup
    return read.findings
  })
  const sections = [{ name: 'Settings', findings: settings }]
  if (setup === null) return { sections, secrets: [] }
  const known: Setup = setup
  sections.push(
    { name: 'Discord', findings: await tried(() => discordFindings(known, timeout)) },
    { name: 'Addresses', findings: await addressFindings(known, timeout) },
  )
  if (!known.isSandbox) sections.push({ name: 'To look at yourself', findings: mapping(known) })
  return { sections, secrets: known.secrets }
}

const discordFindings = async (setup: Setup, timeout: number): Promise<Finding[]> => {
  const api = new DiscordApi({ apiBase: setup.apiBase, token: setup.token, timeout })
  const answer = await api.get('/users/@me')
  const time = clock(answer.headers)
  const secret = await tried(async () => [secretFinding(await clientToken(api, setup))])
  if (answer.status !== 200) return [...time, badToken(answer), ...secret, NOT_LOOKED_AT]
  const application = await api.read<APIApplication>('/applications/@me')
  const portal = applicationFindings(application, setup.applicationId)
  if (application.id !== setup.applicationId) return [...time, ...portal, ...secret, NOT_LOOKED_AT]
  const { id } = answer.body as APIUser
  const commands = `/applications/${application.id}/commands?with_localizations=true`
  return [
    ...time,
    ...portal,
    ...secret,
    ...(await tried(async () => commandFindings(await api.read(commands)))),
    ...(await tried(() => gatewayFindings(api, timeout))),
    ...(await tried(() => servers.serverFindings(api, application.id, id))),
  ]
}

const badToken = ({ status }: Answer): Finding =>
  failed(
    `Discord does not know DISCORD_TOKEN (${status})`,
    'Developer Portal, page Bot: "Reset Token", and put the new one into .env. The old one ends with that.',
  )

const NOT_LOOKED_AT = warning(
  'Commands, gateway and servers were not looked at',
  'Correct what failed, then run this again.',
)

const clientToken = (api: DiscordApi, { applicationId, clientSecret }: Setup): Promise<Answer> =>
  api.token({
    client_id: applicationId,
    client_secret: clientSecret,
    grant_type: 'client_credentials',
    scope: 'identify',
  })

const secretFinding = ({ status, body }: Answer): Finding => {
  if (status === 200) return ok('DISCORD_CLIENT_SECRET is right')
  const { error } = (body ?? {}) as { error?: string }
  if (status === 401 || error === 'invalid_client') {
    return failed(
      'DISCORD_CLIENT_SECRET is not that of DISCORD_CLIENT_ID: nobody can sign in',
      'Developer Portal, page OAuth2: "Reset Secret", and put the new one into .env.',
    )
  }
  return warning(
    `Whether DISCORD_CLIENT_SECRET is right Discord did not say (${status}${error === undefined ? '' : ` ${error}`})`,
    'Open the editor in Discord: if it does not sign you in, reset the secret on page OAuth2.',
  )
}

const clock = (headers: Headers): Finding[] => {
  const theirs = Date.parse(headers.get('date') ?? '')
  if (Number.isNaN(theirs)) return []
  const seconds = Math.round((Date.now() - theirs) / 1000)
  if (Math.abs(seconds) * 1000 <= SKEW) return [ok('Discord can be reached, and the clocks agree')]
  return [
    warning(
      `This machine’s clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} Discord’s: cards show wrong times`,
      'Let the system set it (timedatectl set-ntp true).',
    ),
  ]
}

const addressFindings = async (setup: Setup, timeout: number): Promise<Finding[]> => {
  const { apiUrl, publicUrl, applicationId, isSandbox } = setup
  const running = await serverFindings(apiUrl, timeout)
  const url = publicUrl ?? (isSandbox ? apiUrl : null)
  if (url === null) return [...running, NO_ADDRESS]
  if (url === apiUrl && running.some(({ status }) => status === 'failed')) return running
  return [
    ...running,
    ...(isSandbox ? [] : httpsFindings(url)),
    ...(await tried(() => publicFindings({ url, applicationId, timeout }))),
  ]
}

const NO_ADDRESS = warning(
  'PUBLIC_URL is not set, so nobody looked whether Discord gets to the server',
  'Set it to the https address that the URL mapping leads to; pages of links name it too.',
)

const mapping = ({ publicUrl, applicationId }: Setup): Finding[] => {
  const target = publicUrl === null ? 'the host of your https address' : new URL(publicUrl).host
  return [
    byHand(
      'Discord tells no program the URL mapping',
      `Developer Portal, page Activities, URL Mappings: the prefix / has to lead to ${target}, without https://. Then open https://discord.com/activities/${applicationId}`,
    ),
  ]
}
