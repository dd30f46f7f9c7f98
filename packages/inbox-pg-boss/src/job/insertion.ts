/**
 * pg-boss's statement that inserts jobs, for those alone that fit a condition.
 *
 * @param condition In SQL. The job is `j`.
 * @param value The number of its value, which is `$1` by itself.
 * @throws {Error} when pg-boss has another statement by now
 */
export function restrictInsert(text: string, condition: string, value = 1): string {
  return replaceOnce(
    replaceOnce(text, "$1::text::json", `$${value}::text::json`),
    "ON CONFLICT DO NOTHING",
    `where ${condition} on conflict do nothing`,
  );
}

function replaceOnce(text: string, part: string, by: string): string {
  const parts = text.split(part);
  if (parts.length !== 2) throw new Error(`pg-boss's statement has ${part} ${parts.length - 1} times.`);
  return parts.join(by);
}
