import type { DeliveryInput, VerifyOptions } from "@flaghook/core";
import * as fc from "fast-check";
import type { Lines } from "../harness/reference-signature.ts";
import { now, NOW, subjects, type Subject } from "../harness/subjects.ts";
import { FORMS_OF_BODIES, NO_RAW_BODIES } from "./forms-of-bodies.ts";
import { FORMS_OF_HEADERS, NO_FORM_OF_HEADERS } from "./forms-of-headers.ts";
import { editHeaders, headerEdits, type HeaderEdit } from "./header-edits.ts";
import { bodyEdits, editBody, type BodyEdit } from "./json-edits.ts";

/** How a hostile delivery comes about. Small enough to read when it has shrunk. */
export interface Plan {
  readonly subject: number;
  readonly sample: number;
  readonly bodyEdits: readonly BodyEdit[];
  /** Whether the changed body is signed again, by somebody who has the secret. */
  readonly isSignedAgain: boolean;
  readonly headerEdits: readonly HeaderEdit[];
  readonly headers: string;
  readonly body: string;
  readonly secrets: keyof typeof SECRETS;
  readonly limit: number | undefined;
  /** When it was signed, for schemes that say when. */
  readonly age: keyof typeof AGES;
}

/** A hostile delivery, and what is known about it. */
export interface Attack {
  readonly subject: Subject;
  readonly delivery: DeliveryInput;
  readonly options: VerifyOptions;
  readonly lines: Lines;
  readonly bytes: Uint8Array;
  /** The texts that are tried, the genuine one perhaps among them. */
  readonly secrets: readonly string[];
  /** Nobody changed anything, and the genuine secret is tried. */
  readonly isGenuine: boolean;
  /** The caller is at fault. */
  readonly isMisuse: boolean;
}

const OTHER = "whsec_bm90IHRoZSBzZWNyZXQgYXQgYWxs";

/** Which secrets the receiver has. */
const SECRETS = {
  genuine: (secret: string) => [secret],
  "genuine, in a list": (secret: string) => [OTHER, secret],
  "genuine, twice": (secret: string) => [secret, secret],
  another: () => [OTHER],
} as const satisfies Record<string, (secret: string) => readonly string[]>;

/** What schemes allow when they do not say. */
const TOLERANCE_SECONDS = 300;

/** How many seconds ago a delivery was signed, by what its scheme allows. */
const AGES = {
  now: () => 0,
  "as long ago as allowed": (tolerance: number) => tolerance,
  "too long ago": (tolerance: number) => tolerance + 1,
  "too far ahead": (tolerance: number) => -tolerance - 1,
} as const;

/** Plans of which most end behind the signature, since only there is anything to break. */
export const plans: fc.Arbitrary<Plan> = fc.record({
  subject: fc.nat(subjects.length - 1),
  sample: fc.nat(3),
  bodyEdits,
  isSignedAgain: fc.constantFrom(true, true, true, false),
  headerEdits: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: headerEdits }),
  headers: fc.constantFrom(
    ...Object.keys(FORMS_OF_HEADERS),
    "record",
    "Headers",
    ...Object.keys(NO_FORM_OF_HEADERS),
  ),
  body: fc.constantFrom(...many(Object.keys(FORMS_OF_BODIES), 4), ...Object.keys(NO_RAW_BODIES)),
  secrets: fc.constantFrom(...(Object.keys(SECRETS) as (keyof typeof SECRETS)[])),
  limit: fc.constantFrom(undefined, undefined, undefined, Infinity, 100_000, 300, 0),
  age: fc.constantFrom<keyof typeof AGES>(
    "now",
    "now",
    "now",
    ...(Object.keys(AGES) as (keyof typeof AGES)[]),
  ),
});

/** Carries a plan out. */
export function carryOut(plan: Plan): Attack {
  const subject = subjects[plan.subject]!;
  const { provider, secret, bodies } = subject;
  const { name, body } = bodies[plan.sample % bodies.length]!;
  const { toleranceSeconds = TOLERANCE_SECONDS } = provider.scheme.timestamp ?? {};
  const ageSeconds = AGES[plan.age](toleranceSeconds);
  const timestamp = new Date(NOW.getTime() - ageSeconds * 1000);
  const bytes = editBody(body, plan.bodyEdits);
  const signed = plan.isSignedAgain ? bytes : Buffer.from(body);
  const genuine = Object.entries(provider.sign(signed, { secret, name, id: "an-id", timestamp }));
  const lines = editHeaders(genuine, plan.headerEdits);
  const toHeaders = FORMS_OF_HEADERS[plan.headers] ?? NO_FORM_OF_HEADERS[plan.headers]!;
  const toBody = FORMS_OF_BODIES[plan.body] ?? NO_RAW_BODIES[plan.body]!;
  const given = toBody(bytes);
  const secrets = SECRETS[plan.secrets](secret);
  return {
    subject,
    delivery: { headers: toHeaders(lines), body: given } as DeliveryInput,
    options: {
      secret: secrets.length === 1 ? secrets[0]! : secrets,
      now,
      ...(plan.limit !== undefined && { maxBodyBytes: plan.limit }),
    },
    lines,
    bytes,
    secrets,
    isGenuine:
      plan.headerEdits.length === 0 &&
      (provider.scheme.timestamp === undefined || Math.abs(ageSeconds) <= toleranceSeconds) &&
      bytes.equals(signed) &&
      plan.secrets !== "another" &&
      Object.hasOwn(FORMS_OF_BODIES, plan.body) &&
      bytes.length <= (plan.limit ?? Infinity),
    isMisuse: Object.hasOwn(NO_FORM_OF_HEADERS, plan.headers),
  };
}

function many(names: readonly string[], times: number): readonly string[] {
  return Array.from({ length: times }, () => names).flat();
}
