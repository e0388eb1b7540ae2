-- What an answer was an answer to: all that the recipient said about one field in one request, each wording once.
CREATE TABLE terms (hash TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- `decision` groups what was answered in one go; `schedule` is JSON; `ended` is when it was withdrawn or expired.
ALTER TABLE consents ADD COLUMN decision TEXT;
ALTER TABLE consents ADD COLUMN terms TEXT REFERENCES terms (hash);
ALTER TABLE consents ADD COLUMN once INTEGER NOT NULL DEFAULT 0;
ALTER TABLE consents ADD COLUMN schedule TEXT;
ALTER TABLE consents ADD COLUMN ended INTEGER;

-- Rules above all consents, as JSON; a rule that is over is deleted.
CREATE TABLE standing_rules (
  id TEXT PRIMARY KEY,
  rule TEXT NOT NULL,
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Requests that a person put off; `version` is the manifest's.
CREATE TABLE postponed_requests (
  recipient TEXT NOT NULL,
  request TEXT NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (recipient, request)
) STRICT, WITHOUT ROWID;

-- Where the household says a device stands.
ALTER TABLE devices ADD COLUMN room TEXT;

-- The vendor names whose devices a maker speaks for, as its first manifest said: JSON.
ALTER TABLE recipients ADD COLUMN brands TEXT NOT NULL DEFAULT '[]';
