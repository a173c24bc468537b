/** Share links (F45). A revoked one stays, so that who still holds it hears why it opens nothing. */
export const links = /* sql */ `
CREATE TABLE links (
  id TEXT PRIMARY KEY,
  document TEXT NOT NULL,
  -- the token itself is shown once and kept nowhere (T13)
  token_hash TEXT NOT NULL UNIQUE,
  token_end TEXT NOT NULL,
  role TEXT NOT NULL,
  audience TEXT NOT NULL,
  label TEXT,
  expires_at INTEGER,
  password_hash TEXT,
  created_by TEXT NOT NULL REFERENCES users (id),
  created_at INTEGER NOT NULL,
  use_count INTEGER NOT NULL DEFAULT 0,
  last_used_at INTEGER,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX links_document ON links (document, id);
`
