-- In whose words the hub offers itself to Home Assistant on that broker: `no`, or a language as BCP 47 names it.
ALTER TABLE attached_brokers ADD COLUMN itself TEXT NOT NULL DEFAULT 'no';
