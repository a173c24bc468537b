import type { Problem } from './problem.ts'

/** An answer of Discord that refuses; thrown by handlers, written in one place. */
export class ApiError extends Error {
  readonly status: number
  readonly code: number
  readonly problems: Problem[]
  /** Whether only a mistake in the bot can cause it: such refusals are recorded as violations. */
  readonly isMistake: boolean

  constructor(status: number, code: number, message: string, problems: Problem[] = []) {
    super(message)
    this.status = status
    this.code = code
    this.problems = problems
    this.isMistake = MISTAKES.has(code)
  }
}

const MISTAKES = new Set([40_060, 50_006, 50_024, 50_035, 50_240])

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
  unknownInteraction: () => new ApiError(404, 10_062, 'Unknown interaction'),
  alreadyAcknowledged: () =>
    new ApiError(400, 40_060, 'Interaction has already been acknowledged.'),
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
  invalidForm: (problems: Problem[]) => new ApiError(400, 50_035, 'Invalid Form Body', problems),
}
