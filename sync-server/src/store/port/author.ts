/** `user:<uuid>`, or `link:<uuid>` of a link session: who stands behind an update (R13). */
export type Author = string

/**
 * Somebody who came by a share link. `session` tells this visitor from others (R13), also when they come back;
 * `userId` is who it is, if they are signed in.
 */
export type LinkSession = {
  session: string
  link: string
  document: string
  userId: string | null
}
