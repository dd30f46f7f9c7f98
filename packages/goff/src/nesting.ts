/** Whether arrays and objects lie at most this deep in each other. It goes no deeper than that itself, so it cannot overflow. */
export function nestsWithin(levels: number, value: object): boolean {
  for (const key in value) {
    const member = (value as Readonly<Record<string, unknown>>)[key];
    if (typeof member !== "object" || member === null) continue;
    if (levels === 1 || !nestsWithin(levels - 1, member)) return false;
  }
  return true;
}
