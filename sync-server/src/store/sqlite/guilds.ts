import type { AllowedRoles, GuildRules, Guilds } from '../types.ts'
import { bumpEpoch } from './documents.ts'
import type { Connection } from './open.ts'

type RulesRecord = {
  guild: string
  may_create: string | null
  may_edit: string | null
  may_stick: string | null
}

const rolesOf = (stored: string | null): AllowedRoles =>
  stored === null ? null : (JSON.parse(stored) as string[])

const stored = (roles: AllowedRoles): string | null =>
  roles === null ? null : JSON.stringify(roles)

const asRules = (row: RulesRecord): GuildRules => ({
  create: rolesOf(row.may_create),
  edit: rolesOf(row.may_edit),
  stick: rolesOf(row.may_stick),
})

/** Who may edit in the channels of a server, by role. */
export const editorsIn = ({ db }: Connection): ((guild: string) => AllowedRoles) => {
  const get = db
    .prepare<[string], string | null>('SELECT may_edit FROM guild_rules WHERE guild = ?')
    .pluck()
  return (guild) => rolesOf(get.get(guild) ?? null)
}

export const sqliteGuilds = (connection: Connection): Guilds => {
  const { db } = connection
  const get = db.prepare<[string], RulesRecord>(
    'SELECT * FROM guild_rules WHERE guild IN (SELECT value FROM json_each(?))',
  )
  const put = db.prepare(
    `INSERT INTO guild_rules (guild, may_create, may_edit, may_stick) VALUES (?, ?, ?, ?)
     ON CONFLICT (guild) DO UPDATE SET may_create = excluded.may_create,
     may_edit = excluded.may_edit, may_stick = excluded.may_stick`,
  )
  const editors = editorsIn(connection)
  // a range of the index: '0' comes right after '/'
  const shared = db
    .prepare<[string, string], string>(
      'SELECT DISTINCT document FROM grants WHERE principal >= ? AND principal < ?',
    )
    .pluck()
  const write = (guild: string, rules: GuildRules): string[] => {
    const before = editors(guild)
    put.run(guild, stored(rules.create), stored(rules.edit), stored(rules.stick))
    if (stored(before) === stored(rules.edit)) return []
    const documents = shared.all(`channel:${guild}/`, `channel:${guild}0`)
    for (const document of documents) bumpEpoch(connection, document)
    return documents
  }
  return {
    rules: async (guilds) =>
      new Map(get.all(JSON.stringify(guilds)).map((row) => [row.guild, asRules(row)])),
    putRules: (guild, rules) => connection.write(() => write(guild, rules)),
  }
}
