import type { CreateSession } from '@sticky/shared/api/sessions'
import { DiscordSDK } from '@discord/embedded-app-sdk'
import { accountOf, anonymous } from './api.ts'
import type { Host } from './host.ts'
import { memoryVault } from './vault.ts'

/**
 * Inside Discord: the frame around us signs people in and opens links. Nothing here may redirect or reload; after
 * that the SDK would talk to the wrong window.
 */
export const discordHost = (clientId: string): Host => {
  const sdk = new DiscordSDK(clientId, { disableConsoleLogOverride: true })
  const vault = memoryVault()
  return {
    signIn: async () => {
      await sdk.ready()
      const session = await anonymous.createSession(await login(sdk))
      const account = accountOf(session, vault)
      await authenticate(sdk, session.discord?.accessToken)
      return account
    },
    startDocument: () => vault.read()?.start?.documentId,
    place: () => ({ instanceId: sdk.instanceId, channelId: sdk.channelId }),
    showing: () => {},
    onNavigate: () => {},
    openLink: (url) => void openLink(sdk, url),
  }
}

const login = async (sdk: DiscordSDK): Promise<CreateSession> => {
  const discordCode = await authorize(sdk)
  const { instanceId, channelId, guildId, customId } = sdk
  return {
    discordCode,
    instanceId,
    ...(channelId !== null && { channelId }),
    ...(guildId !== null && { guildId }),
    ...(customId !== null && { customId }),
  }
}

const authorize = async (sdk: DiscordSDK): Promise<string> => {
  try {
    const { code } = await sdk.commands.authorize({
      client_id: sdk.clientId,
      response_type: 'code',
      state: crypto.randomUUID(),
      prompt: 'none',
      scope: ['identify', 'guilds.members.read', 'rpc.activities.write'],
    })
    return code
  } catch (cause) {
    throw new Error(
      'Discord did not sign you in. Try again and allow Sticky to know who you are.',
      {
        cause,
      },
    )
  }
}

/** Unlocks the SDK's other commands. The editor works without them, so a failure is only noted. */
const authenticate = async (sdk: DiscordSDK, accessToken: string | undefined): Promise<void> => {
  if (accessToken === undefined) return
  try {
    await sdk.commands.authenticate({ access_token: accessToken })
  } catch (error) {
    console.warn('Sticky: Discord did not take the access token', error)
  }
}

const openLink = async (sdk: DiscordSDK, url: string): Promise<void> => {
  try {
    await sdk.commands.openExternalLink({ url })
  } catch (error) {
    console.warn('Sticky: Discord did not open the link', error)
  }
}
