/** Puts a document on `search_due` at this moment; `id` names it in the row that is written. */
const due = (name: string, moment: string, id: string): string => /* sql */ `\
CREATE TRIGGER search_${name} AFTER ${moment} BEGIN
  INSERT INTO search_due SELECT ${id} WHERE ${id} NOT IN (SELECT document FROM search_due);
END;`

const TRIGGERS = [
  due('document_added', 'INSERT ON documents', 'new.id'),
  due('document_changed', 'UPDATE OF title, deleted_at ON documents', 'new.id'),
  due('document_gone', 'DELETE ON documents', 'old.id'),
  due('snapshot_added', 'INSERT ON snapshots', 'new.document'),
  due('grant_added', 'INSERT ON grants', 'new.document'),
  due('grant_changed', 'UPDATE ON grants', 'new.document'),
  due('grant_gone', 'DELETE ON grants', 'old.document'),
]

/**
 * Lists sorted without looking at every document, and search (docs/decisions/0008). Whatever changes what search has
 * to know puts the document on `search_due`, and the same transaction brings its search rows up to date
 * (`sqlite/search-index.ts`): nobody who writes to these tables has to think of it.
 */
export const search = /* sql */ `
-- the title as it is sorted by: folded
ALTER TABLE documents ADD COLUMN title_key TEXT NOT NULL DEFAULT '';
CREATE INDEX documents_created ON documents (created_at) WHERE deleted_at IS NULL;
CREATE INDEX documents_modified ON documents (modified_at) WHERE deleted_at IS NULL;
CREATE INDEX documents_title ON documents (title_key) WHERE deleted_at IS NULL;
CREATE INDEX documents_creator ON documents (created_by) WHERE deleted_at IS NULL;
CREATE INDEX users_display_name ON users (lower(display_name));

-- The id is the order of creation and never leaves the store: it would tell how
-- many documents there are (T5).
CREATE TABLE search_documents (
  id INTEGER PRIMARY KEY,
  document TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX search_documents_created ON search_documents (created_at);

-- What the index has of each document: rights, and words between line breaks.
CREATE TABLE search_contents (
  id INTEGER PRIMARY KEY,
  rights TEXT NOT NULL,
  title TEXT NOT NULL,
  words TEXT NOT NULL
) STRICT;

-- Tokens are made by the program (sqlite/search-tokens.ts): rights and words.
CREATE VIRTUAL TABLE search_index USING fts5 (
  tokens,
  content = '', contentless_delete = 1, detail = none,
  tokenize = "ascii tokenchars '^$=+<>|~:/@_-'"
);

-- Words in use, and what they are found by: ends, and what typos leave of them.
CREATE TABLE search_words (
  id INTEGER PRIMARY KEY,
  word TEXT NOT NULL UNIQUE
) STRICT;
CREATE VIRTUAL TABLE search_parts USING fts5 (
  parts,
  content = '', contentless_delete = 1, detail = none,
  tokenize = "ascii tokenchars '~$=+<>|:'"
);

CREATE TABLE search_due (document TEXT NOT NULL UNIQUE) STRICT;
-- not "OR IGNORE": a statement with an upsert of its own would take that away from its triggers
${TRIGGERS.join('\n')}

INSERT INTO search_due SELECT id FROM documents ORDER BY created_at, id;
`
