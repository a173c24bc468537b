/**
 * A row of the log for a keystroke was seven times as long as the keystroke: it named its document and its author by
 * their ids in letters. Now it names both by small numbers, which never leave the store.
 */
export const shortLogRows = /* sql */ `
CREATE TABLE authors (
  id INTEGER PRIMARY KEY,
  author TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO authors (author) SELECT DISTINCT author FROM log;

ALTER TABLE heads RENAME TO heads_before;
CREATE TABLE heads (
  id INTEGER PRIMARY KEY,
  document TEXT NOT NULL UNIQUE,
  generation TEXT NOT NULL,
  seq INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  trimmed INTEGER NOT NULL DEFAULT 0,
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO heads (document, generation, seq, epoch, trimmed, deleted)
  SELECT document, generation, seq, epoch, trimmed, deleted FROM heads_before ORDER BY document;
DROP TABLE heads_before;

ALTER TABLE log RENAME TO log_before;
CREATE TABLE log (
  head INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  author INTEGER NOT NULL,
  clients TEXT NOT NULL,
  at INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  quarantined INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (head, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO log (head, seq, author, clients, at, bytes, quarantined)
  SELECT h.id, l.seq, a.id, l.clients, l.at, l.bytes, l.quarantined
  FROM log_before l CROSS JOIN heads h ON h.document = l.document CROSS JOIN authors a ON a.author = l.author
  ORDER BY l.document, l.seq;
DROP TABLE log_before;
`
