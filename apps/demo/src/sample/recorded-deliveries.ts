import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Provider } from "@flaghook/core";
import type { ProviderVector, ProviderVectors } from "@flaghook/testing";
import type { Source } from "../providers.ts";

/** A delivery to replay, and what the server must make of it. */
export interface RecordedDelivery {
  readonly provider: string;
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Its signature was made with this. Published: never use it for anything else. */
  readonly secret: string;
  /** When it was signed, where that is signed. */
  readonly now: Date | undefined;
  readonly expected: Expected;
}

/** The response and, for an accepted delivery, its event's type; for a refused one its code. */
export interface Expected {
  readonly status: number;
  readonly result: string;
}

/** Recorded deliveries to change in one thing, and the code of the refusal that follows. */
const FORGERIES = [
  {
    of: ["optimizely", "the documentation's example"],
    name: "FORGED: parsed and serialised again",
    change: ({ headers, body }: RecordedDelivery) => ({ headers, body: JSON.stringify(JSON.parse(body)) }),
    expected: { status: 403, result: "signature-mismatch" },
  },
  {
    of: ["goff", "the exporter's own test"],
    name: "FORGED: sent without a signature",
    change: ({ body }: RecordedDelivery) => ({ headers: {}, body }),
    expected: { status: 401, result: "missing-signature" },
  },
  {
    of: ["hypertune", "the documented payload, minified"],
    name: "FORGED: with a sha256= prefix",
    change: ({ body }: RecordedDelivery) => ({
      headers: { "X-Hypertune-Signature": `sha256=${"0".repeat(64)}` },
      body,
    }),
    expected: { status: 401, result: "malformed-signature" },
  },
] as const;

/**
 * Deliveries that providers sent or published, or that were derived where they publish none: those
 * of the packages' tests. Then some of them with one thing changed.
 */
export async function readRecorded(sources: readonly Source[]): Promise<readonly RecordedDelivery[]> {
  const genuine = (await Promise.all(sources.map(genuineOf))).flat();
  const forged = FORGERIES.map(({ of: [provider, original], name, change, expected }) => {
    const found = genuine.find((one) => one.provider === provider && one.name === original);
    if (found === undefined) throw new Error(`no recorded delivery of ${provider} is named ${original}`);
    return { ...found, ...change(found), name, expected };
  });
  return [...genuine, ...forged];
}

/** A package with two providers has vectors of both: whose they are, their signatures say. */
export async function genuineOf({ provider, folder }: Source): Promise<readonly RecordedDelivery[]> {
  const file = join(folder, "test/vectors.ts");
  if (!existsSync(file)) return [];
  const exported = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  return Object.values(exported)
    .flatMap((vectors) => (vectors as Partial<ProviderVectors>).genuine ?? [])
    .filter((vector) => isOf(provider, vector))
    .flatMap((vector) =>
      typeof vector.expected === "string" ? [] : [replay(provider.id, vector, vector.expected.type)],
    );
}

function isOf(provider: Provider, { headers, body, secret, now }: ProviderVector): boolean {
  try {
    const options = { secret, ...(now !== undefined && { now: () => now }) };
    return provider.safeVerify({ headers, body }, options).ok;
  } catch {
    return false; // the other provider's secret may be in a form that this one cannot have
  }
}

function replay(provider: string, vector: ProviderVector, type: string): RecordedDelivery {
  const { name, headers, body, secret, now } = vector;
  // fetch sets the transfer's own headers, and refuses to be told.
  const sendable = Object.entries(headers).filter(
    ([header]) => !/^(transfer-encoding|accept-encoding)$/i.test(header),
  );
  return {
    provider,
    name,
    headers: Object.fromEntries(sendable),
    body,
    secret,
    now,
    expected: { status: 200, result: type },
  };
}
