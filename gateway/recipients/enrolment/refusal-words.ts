/** What the household is told, and that the recipient's reason is its own. */
export function refusalWords(name: string, because: string | undefined): string {
  return because === undefined ? `${name} refuses this home and gives no reason` : `${name} says: “${because}”`;
}
