/**
 * What becomes of the documents of deleted users: to the managers of the channel that they live in, else kept for a
 * while without an owner. Those who were deleted before this was written leave theirs in the same way.
 */
export const estates = /* sql */ `
ALTER TABLE documents ADD COLUMN orphaned_at INTEGER;
CREATE INDEX documents_orphaned ON documents (orphaned_at) WHERE orphaned_at IS NOT NULL;

DELETE FROM grants WHERE principal IN (SELECT 'user:' || id FROM users WHERE deleted_at IS NOT NULL);

INSERT INTO grants (document, principal, role, granted_by, created_at)
SELECT d.id, replace(g.principal, 'channel:', 'managers:'), 'own', NULL, unixepoch() * 1000
FROM documents d JOIN grants g ON g.document = d.id AND g.principal = (
  SELECT principal FROM grants WHERE document = d.id AND principal LIKE 'channel:%'
  ORDER BY created_at, principal LIMIT 1)
WHERE NOT EXISTS (SELECT 1 FROM grants o WHERE o.document = d.id AND o.role = 'own');

UPDATE documents SET orphaned_at = unixepoch() * 1000
WHERE NOT EXISTS (SELECT 1 FROM grants o WHERE o.document = documents.id AND o.role = 'own');

-- The refresh token before the one that counts, and since when: the answer that brought the next one may have been lost.
ALTER TABLE sessions ADD COLUMN previous_hash TEXT;
ALTER TABLE sessions ADD COLUMN rotated_at INTEGER;
`
