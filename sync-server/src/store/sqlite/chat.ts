import { lostBy } from '../narrowing.ts'
import type {
  Chat,
  Intent,
  Membership,
  NewPlacement,
  PlacementChange,
  PlacementRow,
  Shown,
} from '../types.ts'
import { bumpEpochsOf } from './documents.ts'
import { editorsIn } from './guilds.ts'
import type { Connection } from './open.ts'

/** Who has said nothing for so long has left an Activity, ms. */
const FORGOTTEN_AFTER = 10 * 60_000

type PlacementRecord = {
  id: string
  document: string
  channel: string
  message_id: string
  shown_hash: string
  shown_seq: number
  stuck: number
}

const asPlacement = (row: PlacementRecord): PlacementRow => ({
  id: row.id,
  document: row.document,
  channel: row.channel,
  messageId: row.message_id,
  shownHash: row.shown_hash,
  shownSeq: row.shown_seq,
  stuck: row.stuck === 1,
})

const placements = (connection: Connection) => {
  const { db } = connection
  const get = db.prepare<[string], PlacementRecord>('SELECT * FROM placements WHERE id = ?')
  const of = db.prepare<[string], PlacementRecord>(
    'SELECT * FROM placements WHERE document = ? ORDER BY id',
  )
  const stale = db.prepare<[string, number], PlacementRecord>(
    // a deleted document's card says so and shows none of its text: 0 is all there is to show
    `SELECT p.* FROM placements p WHERE p.shown_seq < coalesce(
       (SELECT max(s.covers_seq) FROM snapshots s JOIN documents d ON d.id = s.document
        WHERE s.document = p.document AND d.deleted_at IS NULL), 0)
       AND p.id > ? ORDER BY p.id LIMIT ?`,
  )
  const stuck = db.prepare<[string, number], PlacementRecord>(
    'SELECT * FROM placements WHERE stuck = 1 AND id > ? ORDER BY id LIMIT ?',
  )
  const inMessage = db.prepare<[string], PlacementRecord>(
    'SELECT * FROM placements WHERE message_id = ?',
  )
  const setShown = db.prepare(
    `UPDATE placements SET shown_hash = ?, shown_seq = ?
     WHERE id = ? AND (shown_seq >= 0 OR shown_seq = coalesce(?, shown_seq))`,
  )
  const setMessage = db.prepare('UPDATE placements SET shown_hash = ?, message_id = ? WHERE id = ?')
  const isIn = (id: string, message: string | undefined): boolean => {
    const row = get.get(id)
    return row !== undefined && (message ?? row.message_id) === row.message_id
  }
  const end = db.prepare(
    'DELETE FROM placements WHERE id = ? AND message_id = coalesce(?, message_id)',
  )
  const add = (row: NewPlacement): PlacementRow => {
    db.prepare(
      `INSERT INTO placements (id, document, channel, message_id, shown_hash, shown_seq)
       VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (message_id) DO UPDATE SET
       document = excluded.document, shown_hash = excluded.shown_hash, shown_seq = excluded.shown_seq`,
    ).run(row.id, row.document, row.channel, row.messageId, row.shownHash, row.shownSeq)
    const stored = inMessage.get(row.messageId)
    return stored === undefined ? { ...row, stuck: false } : asPlacement(stored)
  }
  const stick = (id: string, on: boolean): void => {
    if (on)
      db.prepare(
        `UPDATE placements SET stuck = 0
         WHERE stuck = 1 AND channel = (SELECT channel FROM placements WHERE id = ?)`,
      ).run(id)
    db.prepare('UPDATE placements SET stuck = ? WHERE id = ?').run(on ? 1 : 0, id)
  }
  const change = (id: string, to: PlacementChange): void => {
    const { shownHash, shownSeq, was, shownIn, messageId, former } = to
    const before = get.get(id)
    if (before === undefined || !isIn(id, shownIn)) return
    if (former !== undefined && !isIn(former.id, former.shownIn)) return
    setShown.run(shownHash, shownSeq, id, was ?? null)
    if (messageId === undefined) return
    db.prepare('DELETE FROM placements WHERE message_id = ? AND id <> ?').run(messageId, id)
    setMessage.run(shownHash, messageId, id)
    if (former !== undefined) setMessage.run(former.shownHash, before.message_id, former.id)
  }
  return {
    addPlacement: (row: NewPlacement) => connection.write(() => add(row)),
    placement: async (id: string) => {
      const row = get.get(id)
      return row === undefined ? null : asPlacement(row)
    },
    placements: async (document: string) => of.all(document).map(asPlacement),
    stalePlacements: async (limit: number, after = '') => stale.all(after, limit).map(asPlacement),
    stuckPlacements: async (limit: number, after = '') => stuck.all(after, limit).map(asPlacement),
    stickPlacement: (id: string, on: boolean) => connection.write(() => stick(id, on)),
    changePlacement: (id: string, to: PlacementChange) => connection.write(() => change(id, to)),
    deletePlacement: async (id: string, shownIn?: string) => {
      await connection.write(() => end.run(id, shownIn ?? null))
    },
  }
}

export type MembershipRecord = {
  user_id: string
  channel: string
  access: Membership['access']
  roles: string
  manages_guild: number
  proved_at: number
}

export const asMembership = (row: MembershipRecord): Membership => ({
  userId: row.user_id,
  channel: row.channel,
  access: row.access,
  roles: JSON.parse(row.roles) as string[],
  ...(row.manages_guild === 1 ? { managesGuild: true } : {}),
  provedAt: row.proved_at,
})

/** Stores what the chat says of somebody; true when that is less than before. To be called inside a transaction. */
export const membershipWriter = (connection: Connection): ((row: Membership) => boolean) => {
  const { db } = connection
  const inGuild = db.prepare<[string, string], MembershipRecord>(
    `SELECT * FROM memberships WHERE user_id = ? AND substr(channel, 1, instr(channel, '/')) = ?`,
  )
  const setInGuild = db.prepare(
    `UPDATE memberships SET roles = @roles, manages_guild = @manages
     WHERE user_id = @userId AND substr(channel, 1, instr(channel, '/')) = @guild
       AND (roles <> @roles OR manages_guild <> @manages)`,
  )
  const editors = editorsIn(connection)
  const insert = db.prepare(
    `INSERT INTO memberships (user_id, channel, access, roles, manages_guild, proved_at)
     VALUES (@userId, @channel, @access, @roles, @manages, @provedAt)
     ON CONFLICT (user_id, channel) DO UPDATE SET access = excluded.access, roles = excluded.roles,
     manages_guild = excluded.manages_guild, proved_at = excluded.proved_at`,
  )
  return (row) => {
    const guild = row.channel.slice(0, row.channel.indexOf('/') + 1)
    const before = inGuild.all(row.userId, guild).map(asMembership)
    const lost = lostBy(row, before, editors(guild.slice(0, -1)))
    const { userId, channel, access, provedAt } = row
    const ofGuild = {
      userId,
      roles: JSON.stringify(row.roles),
      manages: row.managesGuild === true ? 1 : 0,
    }
    setInGuild.run({ ...ofGuild, guild })
    insert.run({ ...ofGuild, channel, access, provedAt })
    for (const principal of lost) bumpEpochsOf(connection, principal)
    return lost.length > 0
  }
}

const memberships = (connection: Connection) => {
  const put = membershipWriter(connection)
  const since = connection.db.prepare<[string, number], MembershipRecord>(
    'SELECT * FROM memberships WHERE user_id = ? AND proved_at >= ?',
  )
  return {
    putMembership: (row: Membership) => connection.write(() => put(row)),
    memberships: async (userId: string, provedSince: number) =>
      since.all(userId, provedSince).map(asMembership),
  }
}

type IntentRecord = {
  user_id: string
  channel_id: string
  document: string
  instance_id: string | null
  at: number
}

const asIntent = (row: IntentRecord | undefined): Intent | null =>
  row === undefined
    ? null
    : {
        userId: row.user_id,
        channelId: row.channel_id,
        document: row.document,
        instanceId: row.instance_id,
        at: row.at,
      }

const intents = (connection: Connection) => {
  const { db } = connection
  const inInstance = db.prepare<[string, string], IntentRecord>(
    'SELECT * FROM intents WHERE instance_id = ? AND user_id = ? ORDER BY at DESC LIMIT 1',
  )
  const inChannel = db.prepare<[string, string, number], IntentRecord>(
    'SELECT * FROM intents WHERE user_id = ? AND channel_id = ? AND at >= ?',
  )
  const ofOthers = db.prepare<[string], IntentRecord>(
    'SELECT * FROM intents WHERE instance_id = ? ORDER BY at DESC LIMIT 1',
  )
  const newest = db.prepare<
    [{ userId: string; instanceId: string; channelId: string | null; since: number }],
    IntentRecord
  >(
    `SELECT * FROM intents WHERE user_id = @userId AND at >= @since
     AND (instance_id = @instanceId OR channel_id = @channelId) ORDER BY at DESC LIMIT 1`,
  )
  return {
    putIntent: async (intent: Intent) => {
      await connection.write(() =>
        db
          .prepare(
            `INSERT INTO intents (user_id, channel_id, document, instance_id, at) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (user_id, channel_id) DO UPDATE SET
             document = excluded.document, instance_id = excluded.instance_id, at = excluded.at`,
          )
          .run(intent.userId, intent.channelId, intent.document, intent.instanceId, intent.at),
      )
    },
    intent: async (of: {
      userId: string
      instanceId: string | null
      channelId: string | null
      since: number
    }) => {
      const { userId, instanceId, channelId, since } = of
      const fresh = channelId === null ? undefined : inChannel.get(userId, channelId, since)
      if (fresh !== undefined) return asIntent(fresh)
      if (instanceId === null) return null
      return asIntent(inInstance.get(instanceId, userId) ?? ofOthers.get(instanceId))
    },
    opening: async (of: {
      userId: string
      instanceId: string
      channelId: string | null
      since: number
    }) => asIntent(newest.get(of)),
  }
}

const instances = (connection: Connection) => {
  const { db } = connection
  const shown = db.prepare<[string, number], { user_id: string; document: string; at: number }>(
    'SELECT user_id, document, at FROM shown WHERE instance_id = ? AND at >= ? ORDER BY user_id',
  )
  const put = db.prepare(
    `INSERT INTO shown (instance_id, user_id, document, at) VALUES (?, ?, ?, ?)
     ON CONFLICT (instance_id, user_id) DO UPDATE SET document = excluded.document, at = excluded.at`,
  )
  const leave = db.prepare('DELETE FROM shown WHERE instance_id = ? AND user_id = ?')
  const forget = db.prepare('DELETE FROM shown WHERE at < ?')
  return {
    show: async (instanceId: string, userId: string, document: string | null, at: number) => {
      await connection.write(() => {
        forget.run(at - FORGOTTEN_AFTER)
        if (document === null) leave.run(instanceId, userId)
        else put.run(instanceId, userId, document, at)
      })
    },
    shown: async (instanceId: string, since: number): Promise<Shown[]> =>
      shown
        .all(instanceId, since)
        .map(({ user_id: userId, document, at }) => ({ userId, document, at })),
  }
}

export const sqliteChat = (connection: Connection): Chat => ({
  ...placements(connection),
  ...memberships(connection),
  ...intents(connection),
  ...instances(connection),
})
