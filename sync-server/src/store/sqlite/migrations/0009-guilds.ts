/** What servers of chats have set (F9, F10), who was seen to manage one, and cards that stay at the bottom of a channel (F8). */
export const guilds = /* sql */ `
CREATE TABLE guild_rules (
  guild TEXT PRIMARY KEY,
  -- lists of roles, as JSON; NULL: whoever may write in a channel
  may_create TEXT,
  may_edit TEXT,
  may_stick TEXT
) STRICT, WITHOUT ROWID;

ALTER TABLE memberships ADD COLUMN manages_guild INTEGER NOT NULL DEFAULT 0;

ALTER TABLE placements ADD COLUMN stuck INTEGER NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX placements_stuck ON placements (channel) WHERE stuck = 1;
`
