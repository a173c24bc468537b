import type { Role } from '@sticky/shared/access'
import type { Written } from './written.ts'

export type GrantRow = {
  document: string
  principal: string
  role: Exclude<Role, 'none'>
  grantedBy: string | null
  createdAt: number
}

export interface Grants {
  of(document: string): Promise<GrantRow[]>
  /** Those of the principals that anything is granted to. */
  granted(principals: readonly string[]): Promise<string[]>
  /** Those that may give this user a right: their own, and all of channels and roles. Few, however many users there are. */
  concerning(document: string, userId: string): Promise<GrantRow[]>
  /**
   * Writes the grant and bumps the document's epoch in one transaction (R31). Throws `last_owner` when it would
   * take the last owner's right. `epoch`: see {@link Written}.
   */
  put(grant: GrantRow, epoch?: number): Promise<Written>
  /** False when there was none. Bumps the epoch. Throws `last_owner` like `put`. */
  delete(document: string, principal: string, epoch?: number): Promise<boolean | 'epoch'>
}
