-- Certificates that were made for devices, bridges and apps. One opens what it names only while it stands here unrevoked:
-- what somebody signs with a stolen root opens nothing, and the next owner of a name does not inherit its certificates.
-- Serial and fingerprint (SHA-256 of the certificate) are hex as `node:crypto` and `openssl` print them, without colons.
CREATE TABLE certificates (
  serial TEXT PRIMARY KEY,
  client TEXT NOT NULL,
  fingerprint TEXT NOT NULL UNIQUE,
  certificate TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  revoked INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX certificates_by_client ON certificates (client);

-- Whoever takes a credential back takes back what was signed for it, in the same transaction.
CREATE TRIGGER certificates_of_removed AFTER DELETE ON clients
BEGIN
  UPDATE certificates SET revoked = CAST(unixepoch('subsec') * 1000 AS INTEGER) WHERE client = OLD.name AND revoked IS NULL;
END;

-- A revocation is for good.
CREATE TRIGGER certificates_stay_revoked BEFORE UPDATE ON certificates WHEN OLD.revoked IS NOT NULL AND NEW.revoked IS NULL
BEGIN SELECT RAISE(ABORT, 'a certificate stays revoked'); END;
