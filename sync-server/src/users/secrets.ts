import { createHash, randomBytes } from 'node:crypto'

/** An unguessable secret for an address or a header: 192 random bits as 32 characters (T13). */
export const newSecret = (): string => randomBytes(24).toString('base64url')

/**
 * What is kept of a secret. Looked up by this hash, so that the time of a look-up tells nothing of the secret;
 * a fast hash is enough for what nobody can guess (passwords have a slow one).
 */
export const hashSecret = (secret: string): string =>
  createHash('sha256').update(secret).digest('base64url')
