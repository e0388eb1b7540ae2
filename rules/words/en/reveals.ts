/** Why a field is thought to reveal what it reveals. */
export const reveals = {
  byDescription: (reason: string) => `by its description: ${reason}`,
  /** What the catalogue of fields says, in other words than its own. */
  reasons: {} as Readonly<Record<string, string>>,
};
