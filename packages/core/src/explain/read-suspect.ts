import { toBytes, type DeliveryInput } from "../delivery/delivery.ts";
import { normaliseHeaders } from "../delivery/headers.ts";
import type { Secret } from "../delivery/secret.ts";
import { unwrapToken } from "../delivery/token-secret.ts";
import { DEFAULT_MAX_BODY_BYTES } from "../delivery/verify-options.ts";
import type { Provider } from "../provider/provider.ts";
import type { Refusal } from "./model/refusal.ts";
import type { ExplainOptions } from "./model/diagnosis.ts";
import { gatherHeaders } from "./model/received-headers.ts";
import type { Suspect } from "./model/suspect.ts";

/** More are not tried: a diagnosis must leave trials for everything else. */
const MAX_OTHER_PROVIDERS = 16;
const MAX_OTHER_SECRETS = 64;

/** Headers beside the signature's that give a damage away. */
const TELLING_HEADERS: readonly string[] = [
  "content-encoding",
  "content-length",
  "content-type",
  "host",
  "origin",
  "referer",
  "timestamp",
  "user-agent",
  "x-forwarded-host",
  "x-vercel-id",
];

/** The suspect that a refused delivery is. */
export function readSuspect(
  provider: Provider,
  delivery: DeliveryInput,
  options: ExplainOptions,
  refusal: Refusal,
): Suspect {
  const {
    secret,
    otherProviders = [],
    otherSecrets = {},
    framework,
    maxBodyBytes = DEFAULT_MAX_BODY_BYTES,
  } = options;
  const known = [...TELLING_HEADERS, ...[provider, ...otherProviders].flatMap(headersOf)];
  return {
    provider,
    scheme: provider.scheme,
    otherProviders: otherProviders.filter((one) => one !== provider).slice(0, MAX_OTHER_PROVIDERS),
    otherSecrets: Object.entries(otherSecrets).slice(0, MAX_OTHER_SECRETS),
    framework,
    maxBodyBytes,
    givenBody: delivery.body,
    body: toBytes(delivery.body) ?? new Uint8Array(0),
    headers: gatherHeaders(normaliseHeaders(delivery.headers), known),
    secrets: [secret].flat().map((one) => unwrapToken(one as Secret)),
    now: options.now,
    verify: (given, verifyOptions) => {
      provider.verifySignature(given, verifyOptions);
    },
    refusal,
  };
}

function headersOf({ schemes, storedHeaders }: Provider): readonly string[] {
  const names = schemes.flatMap(({ header, id, timestamp }) => [header, id?.header, timestamp?.header]);
  const signed = names.filter((name) => name !== undefined);
  return [...signed, ...storedHeaders];
}
