import { createHash } from "node:crypto";
import type { VerifyOptions } from "@flaghook/core";
import * as fc from "fast-check";
import { carryOut, plans, type Attack } from "../generators/attack.ts";
import { explore, type Fuzzer } from "../harness/fuzzer.ts";
import { onlyLine, referenceSignature } from "../harness/reference-signature.ts";
import { NOW } from "../harness/subjects.ts";
import {
  assert,
  assertDocumented,
  assertNothingLeaks,
  describe,
  observe,
  saysSigned,
  type Observed,
} from "../invariants/invariants.ts";

/**
 * Options that are a mistake, whatever the delivery. The last ones are what an unset variable
 * becomes in a template.
 */
const MISTAKES: readonly unknown[] = [
  undefined,
  null,
  {},
  { secret: "" },
  { secret: [] },
  { secret: ["good", ""] },
  { secret: new Uint8Array() },
  { secret: 42 },
  { secret: "good", secrets: "good" },
  { secret: "good", maxBodyBytes: -1 },
  { secret: "good", maxBodyBytes: Number.NaN },
  { secret: "good", now: NOW },
  { secret: "undefined" },
  { secret: "null" },
  { secret: "[object Object]" },
  { secret: ["good", "[object Promise]"] },
];

/**
 * Genuine deliveries, changed: no wrong signature passes, and nothing but a documented refusal
 * comes out.
 */
export const deliveries: Fuzzer = {
  name: "deliveries",
  claim: "changed deliveries to every provider and scheme: none passes that nobody signed, and nothing leaks",
  cases: 420_000,
  run: (settings) =>
    explore(
      [
        [0.95, fc.property(plans, (plan) => judge(carryOut(plan)))],
        [0.05, fc.property(plans, fc.constantFrom(...MISTAKES), judgeMistake)],
      ],
      settings,
    ),
};

function judge(attack: Attack): void {
  const { subject, delivery, options, isGenuine, isMisuse, lines } = attack;
  const observed = observe(() => subject.provider.verify(delivery, options));
  assertDocumented(observed, { mayMisuse: isMisuse || hasBadKey(attack) });
  const expected = attack.secrets.flatMap(
    (secret) => referenceSignature(subject.provider.scheme, lines, attack.bytes, secret) ?? [],
  );
  assertNothingLeaks(observed, [...attack.secrets, ...expected]);
  if (isMisuse) assert(observed.kind === "misuse", "took something that is no headers for headers");
  else if (isGenuine) assert(saysSigned(observed), `refused: ${describe(observed)}`);
  if (!saysSigned(observed)) return;
  const found = onlyLine(lines, subject.provider.scheme.header);
  assert(
    expected.some((signature) => found?.includes(signature)),
    `says that somebody signed what nobody signed: ${describe(observed)}`,
  );
  assertIdentity(observed, attack.bytes);
}

function judgeMistake(plan: Parameters<typeof carryOut>[0], mistake: unknown): void {
  const { subject, delivery } = carryOut(plan);
  const observed = observe(() => subject.provider.verify(delivery, mistake as VerifyOptions));
  assert(observed.kind === "misuse", `took a mistake for options: ${describe(observed)}`);
  assertNothingLeaks(observed, []);
}

/** A scheme whose secrets are encoded says so of any other, as a TypeError. */
function hasBadKey({ subject, secrets }: Attack): boolean {
  const prefix = subject.provider.scheme.key?.prefix;
  return prefix !== undefined && secrets.some((secret) => !secret.startsWith(prefix));
}

/** A digest is that of the bytes that were signed. */
function assertIdentity(observed: Observed, bytes: Uint8Array): void {
  if (observed.kind !== "event" || observed.event.dedupe.kind !== "digest") return;
  const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  assert(observed.event.dedupeKey === digest, "the dedupeKey is not the digest of the body");
}
