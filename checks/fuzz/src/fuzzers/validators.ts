import {
  defineProvider,
  type Check,
  type Provider,
  type StandardSchema,
  type Validator,
} from "@flaghook/core";
import { array, lazy, object, record, union } from "@flaghook/core/check";
import { createProvider } from "@flaghook/github";
import * as fc from "fast-check";
import * as z from "zod/mini";
import { ANYTHING, NAMES } from "../generators/anything.ts";
import { explore, type Fuzzer } from "../harness/fuzzer.ts";
import {
  assert,
  assertDocumented,
  assertNothingLeaks,
  describe,
  MARKER,
  observe,
} from "../invariants/invariants.ts";

const secret = "a secret that nobody says aloud";

/**
 * What the validators do when they come to a payload's fault. Set for each case; validators outlive
 * cases.
 */
let fault: () => unknown = () => true;

const failing: Check = (value) => value === "good" || Boolean(fault());
const nested: Check = lazy(() =>
  object({ inner: union((value) => value === undefined, nested), fault: failing }),
);

const standard = (validate: (value: unknown) => unknown): StandardSchema =>
  ({ "~standard": { version: 1, vendor: "somebody", validate } }) as StandardSchema;

const isGood = (value: unknown): boolean => (value as { readonly fault: string }).fault === "good";

/**
 * Validators of every kind that throw where `fault` does, some of them levels down in checks of
 * ours.
 */
const THROWING: Readonly<Record<string, Validator>> = {
  "a check": (value) => isGood(value) || Boolean(fault()),
  "a check in an object": object({ fault: failing }),
  "a check, levels down in lazy": nested,
  "a check in a record in an array": object({ list: array(record(lazy(() => failing))) }),
  "a standard schema": standard((value) => (isGood(value) ? { value } : fault())),
  "zod, in a check": z.looseObject({
    fault: z.string().check(z.refine((text) => text === "good" || Boolean(fault()))),
  }),
  "zod, in a transform": z.looseObject({
    fault: z.pipe(
      z.string(),
      z.transform((text) => text === "good" || fault()),
    ),
  }),
};

const providers: Readonly<Record<string, Provider>> = Object.fromEntries(
  Object.entries(THROWING).flatMap(([name, validator]) => [
    [name, privateProvider(validator)],
    [`${name}, at GitHub`, createProvider({ events: { push: validator } }) as Provider],
  ]),
);

/**
 * Keeps what a validator throws from being what verify throws, and from reaching the next delivery.
 */
export const validators: Fuzzer = {
  name: "validators",
  claim:
    "validators that throw anything or return nonsense: a refusal each time, and the next delivery is well",
  cases: 120_000,
  run: (settings) =>
    explore(
      [
        [
          0.7,
          fc.property(
            fc.constantFrom(...Object.keys(providers)),
            fc.constantFrom(...NAMES),
            depth(),
            judgeThrown,
          ),
        ],
        [
          0.3,
          fc.property(
            fc.constantFrom(...NAMES),
            fc.constantFrom(...(Object.keys(PLACES) as (keyof typeof PLACES)[])),
            judgeNonsense,
          ),
        ],
      ],
      settings,
    ),
};

function depth(): fc.Arbitrary<number> {
  return fc.nat(30);
}

function judgeThrown(name: string, thrown: string, levels: number): void {
  const provider = providers[name]!;
  fault = () => {
    throw ANYTHING[thrown]!();
  };
  const observed = observe(() => verify(provider, payloadOf(MARKER, levels)));
  assertDocumented(observed, { mayMisuse: false });
  assertNothingLeaks(observed, [secret]);
  assert(observed.kind === "refused", `${name} threw ${thrown}, and there was ${describe(observed)}`);
  const { code, issues } = observed.error;
  assert(code === "schema-mismatch", `${name} threw ${thrown}, and the code was ${code}`);
  assert(issues?.length === 1, `${name} threw ${thrown}, and there were ${issues?.length} issues`);

  const next = observe(() => verify(provider, payloadOf("good", 30)));
  assert(next.kind === "event", `after ${name} threw, a genuine delivery was refused: ${describe(next)}`);
}

/** Places for nonsense in the result of a standard schema. */
const PLACES = {
  result: (nonsense: unknown) => nonsense,
  value: (nonsense: unknown) => ({ value: nonsense }),
  issues: (nonsense: unknown) => ({ issues: nonsense }),
  issue: (nonsense: unknown) => ({ issues: [nonsense] }),
  path: (nonsense: unknown) => ({ issues: [{ message: MARKER, path: nonsense }] }),
  part: (nonsense: unknown) => ({ issues: [{ message: MARKER, path: [nonsense, { key: nonsense }] }] }),
};

/** Judges results that no standard schema gives. A developer's mistake may be a TypeError. */
function judgeNonsense(name: string, place: keyof typeof PLACES): void {
  const nonsense = ANYTHING[name]!();
  fault = () => PLACES[place](nonsense);
  const provider = providers["a standard schema"]!;
  const observed = observe(() => verify(provider, payloadOf(MARKER, 1)));
  assertDocumented(observed, { mayMisuse: true });
  if (place !== "part") assertNothingLeaks(observed, [secret]); // a path is shown: it holds keys
  if (place !== "value" && place !== "result" && name !== "undefined") {
    assert(observed.kind !== "event", `a result with ${name} for its ${place} was taken as a pass`);
  }
}

function verify(provider: Provider, payload: unknown): ReturnType<Provider["verify"]> {
  const body = Buffer.from(JSON.stringify(payload));
  return provider.verify({ headers: provider.sign(body, { secret, name: "push" }), body }, { secret });
}

/**
 * A payload that every one of the validators passes when the word is good, and ends at its fault
 * when not.
 */
function payloadOf(word: string, levels: number): unknown {
  let inner: unknown;
  for (let level = 0; level < levels; level++) inner = { inner, fault: "good" };
  return { type: "push", inner, fault: word, list: [{ first: word }] };
}

function privateProvider(validator: Validator): Provider {
  return defineProvider({
    id: "private",
    scheme: { header: "x-signature", algorithm: "sha256", encoding: "hex" },
    eventName: { field: "type" },
    events: { push: validator },
  }) as Provider;
}
