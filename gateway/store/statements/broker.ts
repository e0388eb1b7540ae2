export const brokerStatements = {} as const;
