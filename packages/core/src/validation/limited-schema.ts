import { MAX_ISSUES } from "./issue-limit.ts";

/** What zod passes from schema to schema. */
interface ZodPayload {
  readonly issues: unknown[];
}

/** The part of a zod schema that runs it. */
interface ZodInternals {
  run: (payload: ZodPayload, context: unknown) => unknown;
  readonly parse: (payload: ZodPayload, context: unknown) => unknown;
}

/**
 * Gives a zod schema the limits of our checks: it collects at most 32 issues, and nests at most so
 * many levels within itself. zod alone collects every fault of a large array or record, which costs
 * a hundred times the payload's memory, and follows a recursive schema until the stack overflows.
 *
 * For arrays, records and lazy schemas without checks of their own. Changes the schema, and returns
 * it.
 */
export function limited<Schema extends { readonly _zod: object }>(schema: Schema, levels = Infinity): Schema {
  // oxlint-disable-next-line no-underscore-dangle -- zod's name for libraries; core cannot import its types
  const internals = schema._zod as ZodInternals;
  let depth = 0;
  internals.run = (payload, context) => {
    payload.issues.push = pushLimited;
    try {
      if (depth++ < levels) return internals.parse(payload, context);
      payload.issues.push({ code: "too_deep" });
      return payload;
    } finally {
      depth--; // whatever happens: a count that stayed would refuse genuine payloads
    }
  };
  return schema;
}

/** Drops issues over the limit. The payload has failed by then. */
function pushLimited(this: unknown[], ...issues: unknown[]): number {
  return [].push.apply(this, issues.slice(0, MAX_ISSUES - this.length) as []);
}
