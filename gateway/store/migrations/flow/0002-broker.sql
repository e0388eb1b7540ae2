-- Retained messages, persistent sessions, their subscriptions and queues: filled by devices/broker/persistence.ts.
SELECT 1;
