/** Two users who turned out to be one person (F40): whose the rows of one are from then on. */
export const joined = /* sql */ `
ALTER TABLE users ADD COLUMN joined_into TEXT REFERENCES users (id);
CREATE INDEX users_joined ON users (joined_into) WHERE joined_into IS NOT NULL;

-- what somebody has created or granted is found without looking at everybody's
CREATE INDEX documents_creator_gone ON documents (created_by) WHERE deleted_at IS NOT NULL;
CREATE INDEX grants_granted_by ON grants (granted_by) WHERE granted_by IS NOT NULL;
CREATE INDEX links_creator ON links (created_by);

CREATE TRIGGER search_creator_changed AFTER UPDATE OF created_by ON documents BEGIN
  INSERT INTO search_due SELECT new.id WHERE new.id NOT IN (SELECT document FROM search_due);
END;
`
