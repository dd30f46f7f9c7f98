/**
 * An object whose fields are getters, and how often each was read. From the second time on a getter
 * gives `afterwards`.
 */
export function counted<Fields extends object>(
  fields: Fields,
  afterwards: Partial<Record<keyof Fields, unknown>> = {},
): { readonly given: Fields; readonly reads: Readonly<Record<string, number>> } {
  const reads: Record<string, number> = {};
  const given = (Array.isArray(fields) ? [] : {}) as Fields;
  for (const name of Object.keys(fields) as (keyof Fields & string)[]) {
    reads[name] = 0;
    Object.defineProperty(given, name, {
      enumerable: true,
      get: () => (reads[name]!++ > 0 && name in afterwards ? afterwards[name] : fields[name]),
    });
  }
  return { given, reads };
}
