/** What people look at in Activities (F2); rows say so again and again, and are forgotten soon after. */
export const shown = /* sql */ `
CREATE TABLE shown (
  instance_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  document TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (instance_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX shown_at ON shown (at);
`
