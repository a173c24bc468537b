/** Why each table is as it is: docs/architecture.md, "Store". Times are ms since 1970. */
export const initial = /* sql */ `
CREATE TABLE users (
  id TEXT PRIMARY KEY,
  username TEXT,
  username_key TEXT UNIQUE,
  display_name TEXT NOT NULL,
  color TEXT NOT NULL,
  password_hash TEXT,
  token_version INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;

CREATE TABLE identities (
  provider TEXT NOT NULL,
  subject TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES users (id),
  PRIMARY KEY (provider, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX identities_user ON identities (user_id);

CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  refresh_hash TEXT NOT NULL UNIQUE,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE documents (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  created_by TEXT NOT NULL REFERENCES users (id),
  created_at INTEGER NOT NULL,
  modified_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT, WITHOUT ROWID;

-- Narrow and apart from documents: renaming never waits for typing.
CREATE TABLE heads (
  document TEXT PRIMARY KEY,
  generation TEXT NOT NULL,
  seq INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  trimmed INTEGER NOT NULL DEFAULT 0,
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE log (
  document TEXT NOT NULL,
  seq INTEGER NOT NULL,
  author TEXT NOT NULL,
  clients TEXT NOT NULL,
  at INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  quarantined INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (document, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshots (
  document TEXT NOT NULL,
  covers_seq INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  state_vector BLOB NOT NULL,
  deleted BLOB NOT NULL,
  authors TEXT NOT NULL,
  contributors TEXT NOT NULL,
  text TEXT NOT NULL,
  at INTEGER NOT NULL,
  -- of bytes, state_vector and deleted: a damaged snapshot is passed over
  digest BLOB NOT NULL,
  PRIMARY KEY (document, covers_seq)
) STRICT;

CREATE TABLE grants (
  document TEXT NOT NULL,
  principal TEXT NOT NULL,
  role TEXT NOT NULL,
  granted_by TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (document, principal)
) STRICT, WITHOUT ROWID;
CREATE INDEX grants_principal ON grants (principal, role);

CREATE TABLE placements (
  id TEXT PRIMARY KEY,
  document TEXT NOT NULL,
  channel TEXT NOT NULL,
  message_id TEXT NOT NULL UNIQUE,
  shown_hash TEXT NOT NULL,
  shown_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX placements_document ON placements (document);

CREATE TABLE memberships (
  user_id TEXT NOT NULL,
  channel TEXT NOT NULL,
  access TEXT NOT NULL,
  roles TEXT NOT NULL,
  proved_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, channel)
) STRICT, WITHOUT ROWID;

CREATE TABLE intents (
  user_id TEXT NOT NULL,
  channel_id TEXT NOT NULL,
  document TEXT NOT NULL,
  instance_id TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (user_id, channel_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX intents_instance ON intents (instance_id, at);

CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  event TEXT NOT NULL
) STRICT;

CREATE TABLE blobs (
  hash TEXT PRIMARY KEY,
  bytes BLOB NOT NULL,
  at INTEGER NOT NULL
) STRICT;

-- One row: how many entries were ever appended. Less than the mark beside the file: this is an older copy.
CREATE TABLE mark (appended INTEGER NOT NULL) STRICT;
INSERT INTO mark VALUES (0);
`
