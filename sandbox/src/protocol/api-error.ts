import type { Problem } from './problem.ts'

interface Wait {
  seconds: number
  scope: 'user' | 'global' | 'shared'
}

/** An answer of Discord that refuses; thrown by handlers, written in one place. */
export class ApiError extends Error {
  readonly status: number
  readonly code: number
  readonly problems: Problem[]
  /** Of a 429: how long to wait, and whether everything has to. */
  readonly wait: Wait | undefined
  /** Whether only a mistake in the bot can cause it: such refusals are recorded as violations. */
  readonly isMistake: boolean

  constructor(
    status: number,
    code: number,
    message: string,
    { problems = [], wait }: { problems?: Problem[]; wait?: Wait } = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.problems = problems
    this.wait = wait
    this.isMistake = MISTAKES.has(code)
  }
}

const MISTAKES = new Set([40_060, 50_006, 50_035, 50_240])

/** The refusals the stand-in knows. Codes: docs.discord.com/developers/topics/opcodes-and-status-codes. */
export const refusal = {
  unauthorized: () => new ApiError(401, 0, '401: Unauthorized'),
  unknownRoute: () => new ApiError(404, 0, '404: Not Found'),
  unknownChannel: () => new ApiError(404, 10_003, 'Unknown Channel'),
  unknownGuild: () => new ApiError(404, 10_004, 'Unknown Guild'),
  unknownMember: () => new ApiError(404, 10_007, 'Unknown Member'),
  unknownMessage: () => new ApiError(404, 10_008, 'Unknown Message'),
  unknownUser: () => new ApiError(404, 10_013, 'Unknown User'),
  unknownApplication: () => new ApiError(404, 10_002, 'Unknown Application'),
  unknownWebhook: () => new ApiError(404, 10_015, 'Unknown Webhook'),
  unknownCommand: () => new ApiError(404, 10_063, 'Unknown application command'),
  unknownInteraction: () => new ApiError(404, 10_062, 'Unknown interaction'),
  alreadyAcknowledged: () =>
    new ApiError(400, 40_060, 'Interaction has already been acknowledged.'),
  tooLarge: () => new ApiError(413, 40_005, 'Request entity too large'),
  rateLimited: (seconds: number, scope: Wait['scope'] = 'user') =>
    new ApiError(429, 0, 'You are being rate limited.', { wait: { seconds, scope } }),
  oldEdits: (seconds: number) =>
    new ApiError(
      429,
      30_046,
      'Maximum number of edits to messages older than 1 hour reached. Try again later.',
      { wait: { seconds, scope: 'user' } },
    ),
  tooManyPins: () =>
    new ApiError(400, 30_003, 'Maximum number of pins reached for the channel (250)'),
  wrongChannelType: () => new ApiError(400, 50_024, 'Cannot execute action on this channel type'),
  /** Discord's own words are not documented [?]; the code is. */
  activitiesOff: () =>
    new ApiError(400, 50_234, 'This application does not have Activities enabled'),
  threadIsLocked: () => new ApiError(400, 50_083, 'Thread is archived'),
  missingAccess: () => new ApiError(403, 50_001, 'Missing Access'),
  notYourMessage: () => new ApiError(403, 50_005, 'Cannot edit a message authored by another user'),
  emptyMessage: () => new ApiError(400, 50_006, 'Cannot send an empty message'),
  missingPermissions: () => new ApiError(403, 50_013, 'Missing Permissions'),
  invalidToken: () => new ApiError(401, 50_027, 'Invalid Webhook Token'),
  entryPointMissing: () =>
    new ApiError(
      400,
      50_240,
      "You cannot remove this app's Entry Point command in a bulk update operation. Please include the Entry Point command in your update request or delete it separately.",
    ),
  invalidForm: (problems: Problem[]) =>
    new ApiError(400, 50_035, 'Invalid Form Body', { problems }),
}
