-- The version that a recipient's consents were last looked through for: none but those to it is carried to the next.
ALTER TABLE recipients ADD COLUMN carried INTEGER;
UPDATE recipients SET carried = version;
