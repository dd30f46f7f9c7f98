import { github } from "@flaghook/github";
import * as fc from "fast-check";
import { forms } from "../generators/form.ts";
import { explore, type Fuzzer } from "../harness/fuzzer.ts";
import {
  assert,
  assertDocumented,
  assertNothingLeaks,
  describe,
  observe,
  saysSigned,
} from "../invariants/invariants.ts";

const secret = "a secret that nobody says aloud";

/** GitHub's form bodies: read as the platform's own URLSearchParams reads them, or refused. */
export const formBodies: Fuzzer = {
  name: "forms",
  claim: "form bodies with a valid beginning: read as URLSearchParams reads them, or refused with a code",
  cases: 200_000,
  run: (settings) => explore([[1, fc.property(forms, judge)]], settings),
};

function judge(form: string): void {
  const body = Buffer.from(form);
  const headers = github.sign(body, { secret, name: "ping", id: "an-id" });
  const observed = observe(() => github.verify({ headers, body }, { secret }));
  assertDocumented(observed, { mayMisuse: false });
  assertNothingLeaks(observed, [secret]);
  assert(saysSigned(observed), `refused as if it were not signed: ${describe(observed)}`);

  const payloads = new URLSearchParams(form).getAll("payload");
  const payload =
    observed.kind === "event"
      ? observed.event.payload
      : observed.kind === "refused" && observed.error.payload;
  if (
    observed.kind === "event" ||
    (observed.kind === "refused" && observed.error.code === "schema-mismatch")
  ) {
    assert(payloads.length === 1, `took one of ${payloads.length} payloads`);
    assert(JSON.stringify(payload) === normalised(payloads[0]!), "read another payload than URLSearchParams");
  } else if (payloads.length === 1 && isWellFormed(form)) {
    assert(normalised(payloads[0]!) === undefined, `refused a form that can be read: ${describe(observed)}`);
  }
}

/** The JSON in a text, written anew; `undefined` when there is none. */
function normalised(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Every % is an escape, and all of it is UTF-8: URLSearchParams forgives what is not. */
function isWellFormed(form: string): boolean {
  try {
    decodeURIComponent(form);
    return true;
  } catch {
    return false;
  }
}
