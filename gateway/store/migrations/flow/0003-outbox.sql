-- Permitted records that wait for their slot, batches with their sequence numbers, and deliveries.
SELECT 1;
