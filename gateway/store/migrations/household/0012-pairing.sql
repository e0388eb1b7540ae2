-- A credential on its way to a newcomer opens everything it names, and is taken back at the next start where the hub was
-- stopped before the newcomer acknowledged it: nobody would know its password, and its name would be taken.
ALTER TABLE clients ADD COLUMN delivery TEXT NOT NULL DEFAULT 'delivered' CHECK (delivery IN ('delivered', 'being delivered'));

-- When a person first looked at a device; until then it is shown as new. Devices that are known already were seen.
ALTER TABLE devices ADD COLUMN looked INTEGER;
UPDATE devices SET looked = found;
