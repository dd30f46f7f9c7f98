/**
 * The schema of a store: a Postgres name without quotes. No two names have the same, since a name
 * has no two hyphens or underscores in a row.
 */
export function schemaOf(name: string): string {
  return `flaghook_${name.replaceAll("_", "__").replaceAll("-", "_")}`;
}
