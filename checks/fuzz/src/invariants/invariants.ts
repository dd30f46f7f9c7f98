import { WebhookError, type WebhookErrorCode, type WebhookEvent } from "@flaghook/core";

/**
 * The documented codes, each with its HTTP status. Written down again: a change in core must be one
 * here.
 */
export const STATUS_OF: Readonly<Record<WebhookErrorCode, number>> = {
  "missing-signature": 401,
  "malformed-signature": 401,
  "signature-mismatch": 403,
  "stale-timestamp": 403,
  "body-not-raw": 500,
  "body-too-large": 413,
  "invalid-json": 400,
  "schema-mismatch": 422,
};

/** Codes that say that the signature holds: it is checked before JSON and schema. */
export const SIGNED: readonly string[] = ["invalid-json", "schema-mismatch"] satisfies WebhookErrorCode[];

/** Stands in generated values. Where it turns up outside an event's payload, something leaks. */
export const MARKER = "leaked-7f3d";

/** How a verification ended. */
export type Observed =
  | { readonly kind: "event"; readonly event: WebhookEvent }
  | { readonly kind: "refused"; readonly error: WebhookError }
  | { readonly kind: "misuse"; readonly error: TypeError }
  | { readonly kind: "thrown"; readonly error: unknown };

/** Runs a verification and says how it ended, whatever that is. */
export function observe(verify: () => WebhookEvent): Observed {
  try {
    return { kind: "event", event: verify() };
  } catch (error) {
    if (WebhookError.is(error)) return { kind: "refused", error };
    return error instanceof TypeError ? { kind: "misuse", error } : { kind: "thrown", error };
  }
}

/** Throws unless the claim holds. */
export function assert(holds: boolean, claim: string): asserts holds {
  if (!holds) throw new Error(claim);
}

/** Nothing but an event, a documented refusal or, where the caller is at fault, a TypeError. */
export function assertDocumented(observed: Observed, { mayMisuse }: { readonly mayMisuse: boolean }): void {
  const { kind } = observed;
  if (kind === "event") return;
  assert(kind !== "thrown", `threw ${describe(observed)}`);
  assert(kind !== "misuse" || mayMisuse, `said misuse where there was none: ${describe(observed)}`);
  if (kind !== "refused") return;
  const { code, status, issues } = observed.error;
  assert(Object.hasOwn(STATUS_OF, code), `refused with an undocumented code: ${code}`);
  assert(STATUS_OF[code] === status, `refused with status ${status} for ${code}`);
  assert((issues !== undefined) === (code === "schema-mismatch"), `${code} and issues do not agree`);
  assert((issues?.length ?? 0) <= 32, `collected ${issues?.length} issues`);
}

/** No text in which an error may be printed holds a part of these. */
export function assertNothingLeaks(observed: Observed, secrets: readonly string[]): void {
  if (observed.kind === "event") return;
  const { error } = observed;
  const printed = [String(error), String((error as Error).stack), JSON.stringify(error)].join("\n");
  for (const secret of [MARKER, ...secrets]) {
    assert(secret === "" || !printed.includes(secret), `an error shows what it must not: ${secret}`);
  }
}

/** Whether a verification says that somebody with a secret signed these bytes. */
export function saysSigned(observed: Observed): boolean {
  return observed.kind === "event" || (observed.kind === "refused" && SIGNED.includes(observed.error.code));
}

/** A result in a few words, without stacks. */
export function describe(observed: Observed): string {
  if (observed.kind === "event") return `an event, ${observed.event.type}`;
  const { error } = observed;
  const code = observed.kind === "refused" ? ` (${observed.error.code})` : "";
  return error instanceof Error ? `${error.name}${code}: ${error.message}` : typeof error;
}
