/** RFC 3339, with an offset. ISO 8601 allows more; CloudEvents and Sentry do not. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/u;

/**
 * Whether a provider's time is one that others accept. The pattern lets the 45th of a month pass;
 * Date does not.
 */
export function isTimestamp(time: string | undefined): time is string {
  return time !== undefined && TIMESTAMP.test(time) && !Number.isNaN(Date.parse(time));
}
