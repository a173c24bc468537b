/** Members with one of these roles; null: everybody who may write in the channel. */
export type AllowedRoles = readonly string[] | null

/** Who may do what in the channels of a server of a chat (`@sticky/shared/api/guilds`). */
export type GuildRules = { create: AllowedRoles; edit: AllowedRoles; stick: AllowedRoles }

/** What those who manage a server of a chat have set. */
export interface Guilds {
  /** Of those of these servers that have set anything. */
  rules(guilds: readonly string[]): Promise<Map<string, GuildRules>>
  /**
   * Also bumps the epoch of every document that is shared with a channel of this server, in the same transaction (R31), when who
   * may edit is others than before. Answers with these documents.
   */
  putRules(guild: string, rules: GuildRules): Promise<string[]>
}
