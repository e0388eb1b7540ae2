export const outboxStatements = {} as const;
