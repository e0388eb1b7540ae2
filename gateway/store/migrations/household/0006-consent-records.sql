-- What was decided in one go about one request, as canonical JSON (RFC 8785), with the words that were shown.
CREATE TABLE consent_records (id TEXT PRIMARY KEY, decided TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE consent_record_lines (
  consent TEXT PRIMARY KEY,
  record TEXT NOT NULL REFERENCES consent_records (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX consent_record_lines_by_record ON consent_record_lines (record);

-- What became of it later stands with the consents.
CREATE TRIGGER consent_records_no_update BEFORE UPDATE ON consent_records
BEGIN SELECT RAISE(ABORT, 'a consent record does not change'); END;
