import { once } from 'node:events'
import type { APIGatewayBotInfo } from 'discord.js'
import { WebSocket } from 'ws'
import { whyNot } from './discord-api.ts'
import type { DiscordApi } from './discord-api.ts'
import { failed, ok, Trouble } from './finding.ts'
import type { Finding } from './finding.ts'

/** The gateway's first word. */
const HELLO = 10

/** Whether the gateway greets. It is not signed in to, since Discord counts that. */
export const gatewayFindings = async (api: DiscordApi, timeout: number): Promise<Finding[]> => {
  const { url, session_start_limit: limit } = await api.read<APIGatewayBotInfo>('/gateway/bot')
  if (limit.remaining === 0) {
    return [
      failed(
        'The bot has signed in to the gateway as often as it may today',
        `Try again in ${Math.ceil(limit.reset_after / 3_600_000)} h; see whether it is restarted again and again.`,
      ),
    ]
  }
  const first = await firstWord(url, timeout)
  return first === HELLO
    ? [ok('The gateway can be reached')]
    : [failed(`What answers at ${url} is not Discord’s gateway`, 'See what stands in between.')]
}

const firstWord = async (url: string, timeout: number): Promise<unknown> => {
  const socket = new WebSocket(`${url}?v=10&encoding=json`)
  try {
    const [data] = (await once(socket, 'message', {
      signal: AbortSignal.timeout(timeout),
    })) as [Buffer]
    return (JSON.parse(data.toString()) as { op: unknown }).op
  } catch (error) {
    throw new Trouble(
      `The gateway cannot be reached at ${url}: ${whyNot(error)}`,
      'Let this machine open WebSockets to the internet, port 443.',
    )
  } finally {
    socket.on('error', () => {})
    socket.terminate()
  }
}
