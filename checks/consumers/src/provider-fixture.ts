import { constantOf, typePrefixOf } from "../../../tools/workspace/workspace.ts";

/**
 * The same consumer for every provider: what must compile, and what must not. An `error` comment
 * names the expected code; where the two compilers choose different ones, both.
 */
export function providerFixture(id: string): string {
  const Event = `${typePrefixOf(id)}Event`;
  const constant = constantOf(id);
  return `import type { Provider } from "@flaghook/core";
import { ${constant}, safeVerify, sign, verify, verifySignature, WebhookError } from "@flaghook/${id}";
import type { DeliveryInput, ${Event}, VerifyOptions } from "@flaghook/${id}";
import { verifySignature as verifySignatureAlone } from "@flaghook/${id}/signature";
import type { ${Event} as EventOfTypes } from "@flaghook/${id}/types";
import * as schemas from "@flaghook/${id}/schemas";

declare const bytes: Uint8Array;
declare const text: string;
declare const parsed: { readonly id: string };
declare const environment: Record<string, string | undefined>;
const options: VerifyOptions = { secret: "secret" };

// Every form of headers that servers have.
const record: DeliveryInput = { headers: { "content-type": "application/json", accept: ["a"], host: undefined }, body: bytes };
const map: DeliveryInput = { headers: new Map([["content-type", "application/json"]]), body: text };
const pairs: DeliveryInput = { headers: [["content-type", "application/json"]], body: bytes.buffer as ArrayBuffer };
const like: DeliveryInput = { headers: { get: (name: string): string | null => name }, body: text };

const event: ${Event} = verify(record, options);
const same: EventOfTypes = event;
const id: "${id}" = event.provider;
const type: string = same.type;
if (event.type === "unknown") {
  const payload: unknown = event.payload;
  const name: string = event.name;
  void [payload, name];
}
const dedupeKey: string = event.dedupeKey;
const provider: Provider<${Event}> = ${constant};
const nothing: void = verifySignature(map, { secret: [bytes, "second"], maxBodyBytes: 1024, now: () => new Date(0) });
verifySignatureAlone(pairs, options);
const signed: Record<string, string> = sign(text, { secret: "secret", name: "name" });

const result = safeVerify(like, options);
if (result.ok) {
  const verified: ${Event} = result.event;
  void verified;
} else {
  const status: number = result.error.status;
  const isOurs: boolean = WebhookError.is(result.error);
  void [status, isOurs];
}
void [id, type, dedupeKey, provider, nothing, signed, schemas];

// Misuse does not compile.
verify({ headers: {}, body: parsed }, options); // error TS2322
verify({ headers: 42, body: text }, options); // error TS2322
verify({ headers: {}, body: text }, { secret: environment["SECRET"] }); // error TS2322
verify({ headers: {}, body: text }, { secret: undefined }); // error TS2322
verify({ headers: {}, body: text }, {}); // error TS2345 or TS2741
verify({ headers: {}, body: text }, { secret: "secret", tolerance: 300 }); // error TS2353
verify({ headers: {}, body: text }); // error TS2554
verifySignatureAlone({ headers: 42, body: text }, options); // error TS2322
safeVerify(like, options).event; // error TS2339
if (verifySignature(like, options)) void 0; // error TS1345
if (event.type === "no such event") void 0; // error TS2367
event.payload = undefined; // error TS2540
`;
}
