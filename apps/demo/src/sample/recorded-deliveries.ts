import type { ProviderVector, ProviderVectors } from "@flaghook/testing";
import { vectors as github } from "../../../../packages/github/test/vectors.ts";
import { vectors as goff } from "../../../../packages/goff/test/vectors.ts";
import { vectors as hypertune } from "../../../../packages/hypertune/test/vectors.ts";
import { vectors as optimizely } from "../../../../packages/optimizely/test/vectors.ts";

/** A delivery to replay, and what the server must make of it. */
export interface RecordedDelivery {
  readonly provider: string;
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly expected: Expected;
}

/** The response and, for an accepted delivery, its event's type; for a refused one its code. */
export interface Expected {
  readonly status: number;
  readonly result: string;
}

const recorded: Readonly<Record<string, ProviderVectors>> = { goff, hypertune, optimizely, github };

/**
 * Deliveries that providers sent or published, or that were derived where they publish none: those
 * of the packages' tests.
 */
export const genuine: readonly RecordedDelivery[] = Object.entries(recorded).flatMap(
  ([provider, { genuine: all }]) =>
    all.flatMap((vector) =>
      typeof vector.expected === "string" ? [] : [replay(provider, vector, vector.expected.type)],
    ),
);

/** Each is a genuine delivery with one thing changed. */
export const forgeries: readonly RecordedDelivery[] = [
  {
    ...find("optimizely", "the documentation's example"),
    name: "FORGED: parsed and serialised again",
    body: JSON.stringify(JSON.parse(find("optimizely", "the documentation's example").body)),
    expected: { status: 403, result: "signature-mismatch" },
  },
  {
    ...find("goff", "the exporter's own test"),
    name: "FORGED: sent without a signature",
    headers: {},
    expected: { status: 401, result: "missing-signature" },
  },
  {
    ...find("hypertune", "the documented payload, minified"),
    name: "FORGED: with a sha256= prefix",
    headers: { "X-Hypertune-Signature": `sha256=${"0".repeat(64)}` },
    expected: { status: 401, result: "malformed-signature" },
  },
];

/**
 * Secrets that the recorded deliveries were signed with. All of them are published: never use them
 * for anything else.
 */
export function publishedSecrets(provider: string): readonly string[] {
  return [...new Set(recorded[provider]!.genuine.map((vector) => vector.secret))];
}

function replay(provider: string, { name, headers, body }: ProviderVector, type: string): RecordedDelivery {
  // fetch sets the transfer's own headers, and refuses to be told.
  const sendable = Object.entries(headers).filter(
    ([header]) => !/^(transfer-encoding|accept-encoding)$/i.test(header),
  );
  return {
    provider,
    name,
    headers: Object.fromEntries(sendable),
    body,
    expected: { status: 200, result: type },
  };
}

function find(provider: string, name: string): RecordedDelivery {
  const found = genuine.find((delivery) => delivery.provider === provider && delivery.name === name);
  if (found === undefined) throw new Error(`no recorded delivery of ${provider} is named ${name}`);
  return found;
}
