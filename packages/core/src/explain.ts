import type { DeliveryInput } from "./delivery/delivery.ts";
import type { VerifyOptions } from "./delivery/verify-options.ts";
import { isIterator } from "./delivery/headers.ts";
import { assertObject } from "./errors/assert.ts";
import { WebhookError } from "./errors/error.ts";
import { withoutPointer } from "./errors/pointer.ts";
import { assertExplainOptions } from "./explain/assert-explain-options.ts";
import { DAMAGES, TOKEN_DAMAGES } from "./explain/damages.ts";
import type { Diagnosis, ExplainOptions } from "./explain/model/diagnosis.ts";
import { rankCauses } from "./explain/rank.ts";
import { readSuspect } from "./explain/read-suspect.ts";
import { search } from "./explain/search.ts";
import { createTrialBudget } from "./explain/trial/trial-budget.ts";
import type { Provider } from "./provider/provider.ts";

export type { Cause, Certainty, Diagnosis, Effort, ExplainOptions } from "./explain/model/diagnosis.ts";
export type { Framework } from "./explain/model/framework.ts";

/**
 * Says why a delivery is refused, by undoing one damage after the other until its signature
 * matches. Only what made it match is called proven.
 *
 * For whoever holds the secret: a shell, a test, a log of your own. It computes up to 256
 * signatures over up to 256 MiB, so do not run it for every refused delivery of a public endpoint.
 * It never throws over what a sender may send, and no secret, signature or body is in what it
 * returns. A proven cause says what happened, not that the delivery may be trusted as it came.
 *
 * @throws {TypeError} when an option is wrong, an empty secret among them
 *
 * @example
 * ```ts
 * import type { DeliveryInput, Provider } from "@flaghook/core";
 * import { explain } from "@flaghook/core/explain";
 *
 * // Pass the provider object of a package, such as `github` of @flaghook/github.
 * export function printWhy(provider: Provider, delivery: DeliveryInput): void {
 *   const { code, causes } = explain(provider, delivery, { secret: process.env.WEBHOOK_SECRET! });
 *   for (const { certainty, title, fix } of causes) console.error(code, certainty, title, fix);
 * }
 * ```
 */
export function explain(provider: Provider, delivery: DeliveryInput, options: ExplainOptions): Diagnosis {
  assertExplainOptions(provider, options);
  assertObject("delivery", delivery);
  const repeatable = { body: delivery.body, headers: readAgain(delivery.headers) };
  const { secret, maxBodyBytes, now } = options;
  const verifyOptions = { secret, ...(maxBodyBytes !== undefined && { maxBodyBytes }), ...(now && { now }) };
  const budget = createTrialBudget();

  const error = isInForm(provider, secret) ? refusalOf(provider, repeatable, verifyOptions) : "secret-form";
  if (error === undefined) {
    return { outcome: "genuine", code: undefined, message: undefined, causes: [], effort: budget.effort() };
  }
  const isError = WebhookError.is(error);
  const suspect = readSuspect(provider, repeatable, options, isError ? error.code : error);
  if (suspect.refusal === "signature-mismatch") budget.take(suspect.body.length, suspect.secrets); // verify's own
  const damages = suspect.scheme.kind === "token" ? TOKEN_DAMAGES : DAMAGES;
  const causes = rankCauses(suspect, search(suspect, damages, budget), damages);
  return {
    outcome: "refused",
    code: isError ? error.code : undefined,
    message: isError
      ? withoutPointer(error.message)
      : "the secret is not in the form that the scheme asks for.",
    causes,
    effort: budget.effort(),
  };
}

/** An iterator gives its pairs only once, and they are read again and again. */
function readAgain(headers: DeliveryInput["headers"]): DeliveryInput["headers"] {
  assertObject("headers", headers);
  return isIterator(headers) ? [...(headers as Iterable<readonly [string, string]>)] : headers;
}

function refusalOf(
  provider: Provider,
  delivery: DeliveryInput,
  options: VerifyOptions,
): WebhookError | undefined {
  const result = provider.safeVerify(delivery, options);
  return result.ok ? undefined : result.error;
}

/**
 * Whether `verify` takes these secrets at all: a scheme may ask for whsec_ and base64. Options are
 * checked by then.
 */
function isInForm(provider: Provider, secret: VerifyOptions["secret"]): boolean {
  try {
    provider.verifySignature({ headers: {}, body: "" }, { secret });
    return true;
  } catch (error) {
    return !(error instanceof TypeError);
  }
}
