import type { WebhookIssue } from "../errors/error.ts";

/** Issues that a message shows; the error has them all. */
const MAX_SHOWN = 4;

/** A key that can be written after a dot. */
const WORD = /^[\w$-]+$/;

/**
 * Issues in words, e.g. `push.before: expected string`; the name alone when a validator says none.
 */
export function describeIssues(name: string, issues: readonly WebhookIssue[]): string {
  const shown = issues.slice(0, MAX_SHOWN).map(({ path, code, expected }) => {
    const place = path.map((part) => (WORD.test(`${part}`) ? `.${part}` : `[${JSON.stringify(part)}]`));
    return `${name}${place.join("")}: ${expected === "" ? code : `expected ${expected}`}`;
  });
  const rest = issues.length - shown.length;
  return (shown.join("; ") || name) + (rest > 0 ? `; and ${rest} more` : "");
}
