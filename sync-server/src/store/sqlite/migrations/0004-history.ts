/** Versions (F28). Why: docs/architecture.md, "History". */
export const history = /* sql */ `
-- what is large stands last, so that lists do not read it
CREATE TABLE versions (
  document TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  authors TEXT NOT NULL,
  size INTEGER NOT NULL,
  authorship TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (document, seq)
) STRICT;

-- What was merged since the newest version, and by whom: one short row for each document that is being written.
CREATE TABLE unversioned (
  document TEXT PRIMARY KEY,
  covers_seq INTEGER NOT NULL,
  begun_at INTEGER NOT NULL,
  written_at INTEGER NOT NULL,
  authors TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX unversioned_written ON unversioned (written_at);

INSERT INTO unversioned
  SELECT document, max(covers_seq), at, at,
    (SELECT json_group_array(c.value ->> 'author') FROM json_each(contributors) c)
  FROM snapshots GROUP BY document;

-- so that a document's pictures can be forgotten with its text
ALTER TABLE blobs ADD COLUMN document TEXT;
CREATE INDEX blobs_document ON blobs (document);
`
