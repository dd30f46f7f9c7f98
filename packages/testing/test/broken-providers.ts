import { WebhookError, type DeliveryInput, type Provider, type VerifyOptions } from "@flaghook/core";
import { acme, vectors } from "./acme.ts";

/** A provider with one fault, and the names of the tests of the contract that must fail for it. */
export interface BrokenProvider {
  readonly fault: string;
  readonly provider: Provider;
  readonly failing: readonly string[];
}

const HEADER = "x-acme-signature";
const PING = vectors.genuine[0]!.body;

export const brokenProviders: readonly BrokenProvider[] = [
  {
    fault: "accepts upper-case hex",
    provider: withSignature((signature) => signature.toLowerCase()),
    failing: ["refuses hex in upper case -> malformed-signature"],
  },
  {
    fault: "trims the signature",
    provider: withSignature((signature) => signature.trim()),
    failing: [
      "refuses a signature with white space around it -> malformed-signature",
      "refuses a signature with a newline behind it -> malformed-signature",
    ],
  },
  {
    fault: "cuts a long signature to the length it expects",
    provider: withSignature((signature) => signature.slice(0, 64)),
    failing: [
      "refuses two signatures joined by a comma -> malformed-signature",
      "refuses two signatures joined without a space -> malformed-signature",
      "refuses a signature one byte long -> malformed-signature",
      "refuses a signature with a newline behind it -> malformed-signature",
    ],
  },
  {
    fault: "strips another scheme's prefix",
    provider: withSignature((signature) => signature.replace(/^\w+=/, "")),
    failing: [
      "refuses the signature without its prefix or with another -> malformed-signature",
      "refuses another algorithm's prefix -> malformed-signature",
    ],
  },
  {
    fault: "picks the first of two signatures",
    provider: withHeaders((headers) => {
      const lines = Array.isArray(headers) ? headers.filter(([name]) => name === HEADER) : [];
      if (lines.length > 1) return [lines[0]!];
      const value = (headers as Record<string, unknown>)[HEADER];
      return Array.isArray(value) ? { [HEADER]: value[0] as string } : headers;
    }),
    failing: [
      "refuses an array of two signatures -> malformed-signature",
      "refuses two header lines, as pairs -> malformed-signature",
    ],
  },
  {
    fault: "picks the first of a comma-joined pair",
    provider: withSignature((signature) => signature.split(/, ?/)[0]!),
    failing: [
      "refuses two signatures joined by a comma -> malformed-signature",
      "refuses two signatures joined without a space -> malformed-signature",
    ],
  },
  {
    fault: "compares the first 31 bytes alone",
    provider: withVerify((delivery, options) => {
      const claimed = signatureOf(delivery);
      const genuine = signedBy(delivery, options);
      const holds = claimed?.length === 64 && claimed.slice(0, 62) === genuine?.slice(0, 62);
      return acme.verify(holds ? { ...delivery, headers: { [HEADER]: genuine } } : delivery, options);
    }),
    failing: ["refuses one bit flipped in byte 31 of the signature -> signature-mismatch"],
  },
  {
    fault: "parses before it verifies",
    provider: withVerify((delivery, options) => {
      if (typeof delivery.body === "string") parse(delivery.body);
      return acme.verify(delivery, options);
    }),
    failing: [
      "refuses a body with a byte order mark before it -> signature-mismatch",
      "refuses an empty body -> signature-mismatch",
    ],
  },
  {
    fault: "takes headers from the prototype",
    provider: withHeaders((headers) => {
      const own: Record<string, string> = {};
      if (Symbol.iterator in headers || typeof headers.get === "function") return headers;
      for (const name in headers) own[name] = (headers as Record<string, string>)[name]!;
      return own;
    }),
    failing: ["refuses a signature that only the prototype has -> missing-signature"],
  },
  {
    fault: "takes headers in lower case alone",
    provider: withHeaders((headers) => {
      if (Symbol.iterator in headers || typeof headers.get === "function") return headers;
      return Object.fromEntries(Object.entries(headers).filter(([name]) => name === name.toLowerCase()));
    }),
    failing: [
      "accepts a ping",
      "accepts header names in upper case",
      "accepts arrays of one value, as headersDistinct gives",
      "accepts an object without a prototype",
      "accepts bytes",
      "accepts an ArrayBuffer",
      "accepts a view into a larger buffer",
      "accepts the second of two secrets and says so",
      "accepts a secret in bytes",
      "accepts a body of exactly maxBodyBytes",
      "refuses two spellings of the header -> malformed-signature",
      "refuses a ping with spaces -> signature-mismatch",
      "safeVerify returns what verify throws",
    ],
  },
  {
    fault: "strips a byte order mark",
    provider: withBody((body) => (typeof body === "string" ? body.replace(/^\uFEFF/, "") : body)),
    failing: ["refuses a body with a byte order mark before it -> signature-mismatch"],
  },
  {
    fault: "trims the body",
    provider: withBody((body) => (typeof body === "string" ? body.trim() : body)),
    failing: [
      "refuses a body with a newline behind it -> signature-mismatch",
      "refuses a body with a byte order mark before it -> signature-mismatch",
    ],
  },
  {
    fault: "serialises a parsed body again",
    provider: withBody((body) => {
      const isParsed = typeof body === "object" && body?.constructor === Object;
      return isParsed ? JSON.stringify(body) : body;
    }),
    failing: ["refuses a parsed body -> body-not-raw"],
  },
  {
    fault: "reads the whole buffer behind a view",
    provider: withBody((body) => (body instanceof Uint8Array ? new Uint8Array(body.buffer) : body)),
    failing: ["accepts a view into a larger buffer"],
  },
  {
    fault: "knows no limit",
    provider: withOptions((options) =>
      Number(options?.maxBodyBytes) >= 0 ? { ...options, maxBodyBytes: Infinity } : options,
    ),
    failing: ["refuses a body one byte over the limit -> body-too-large"],
  },
  {
    fault: "tries the first secret alone",
    provider: withOptions((options) =>
      Array.isArray(options?.secret) ? { ...options, secret: options.secret[0] as string } : options,
    ),
    failing: [
      "accepts the second of two secrets and says so",
      "throws a TypeError for an empty secret in a list",
      'throws a TypeError for the secret "undefined" in a list',
    ],
  },
  {
    fault: "trims the secret",
    provider: withOptions((options) =>
      typeof options?.secret === "string" ? { ...options, secret: options.secret.trim() } : options,
    ),
    failing: ["refuses a secret with white space behind it -> signature-mismatch"],
  },
  {
    fault: "refuses what it does not know",
    provider: withVerify((delivery, options) => {
      const event = acme.verify(delivery, options);
      if (event.type === "unknown") throw new WebhookError("schema-mismatch", "acme", "no such event.");
      return event;
    }),
    failing: ['accepts {"type":"pong"} as unknown'],
  },
  {
    fault: "lets another exception escape",
    provider: withVerify((delivery, options) => {
      const event = acme.safeVerify(delivery, options);
      if (event.ok) return event.event;
      if (event.error.code === "invalid-json") throw new SyntaxError("unexpected token");
      throw event.error;
    }),
    failing: [
      "refuses a signed empty body -> invalid-json",
      "refuses two signed byte order marks -> invalid-json",
      "refuses signed text that is not JSON -> invalid-json",
      "refuses signed bytes that are not UTF-8 -> invalid-json",
    ],
  },
  {
    fault: "gives a boolean from verifySignature",
    provider: {
      ...acme,
      verifySignature: (delivery, options) => (acme.verifySignature(delivery, options), true),
    },
    failing: ["verifySignature returns nothing"],
  },
  {
    fault: "throws from safeVerify",
    provider: {
      ...acme,
      safeVerify: (delivery, options) => ({ ok: true, event: acme.verify(delivery, options) }),
    },
    failing: ["safeVerify returns what verify throws"],
  },
  {
    fault: "signs in upper case",
    provider: {
      ...acme,
      sign: (body, options) =>
        body === PING
          ? { [HEADER]: acme.sign(body, options)[HEADER]!.toUpperCase() }
          : acme.sign(body, options),
    },
    failing: ["sign makes the signature of each genuine delivery"],
  },
  {
    fault: "refuses a signed byte order mark",
    provider: withVerify((delivery, options) => {
      if (!(delivery.body instanceof Uint8Array) || delivery.body[0] !== 0xef)
        return acme.verify(delivery, options);
      throw new WebhookError("invalid-json", "acme", "not JSON");
    }),
    failing: ["accepts a signed byte order mark before the body"],
  },
  {
    fault: "takes an unset variable for a secret",
    provider: withOptions((options) =>
      options?.secret === "undefined" ? { ...options, secret: "secret" } : options,
    ),
    failing: ['throws a TypeError for the secret "undefined"'],
  },
  {
    fault: "reads delivery and options twice",
    provider: {
      ...acme,
      verify(delivery, options) {
        acme.verify({ ...delivery }, { ...options });
        return acme.verify(delivery, options);
      },
    },
    failing: ["reads the secret once", "reads headers and body once"],
  },
];

/** Reads delivery and options once, so that the fault is the only one. */
function withVerify(verify: Provider["verify"]): Provider {
  return {
    ...acme,
    verify: (delivery, options) => verify({ ...delivery }, options === undefined ? options : { ...options }),
  };
}

function withHeaders(change: (headers: DeliveryInput["headers"]) => DeliveryInput["headers"]): Provider {
  return withVerify((delivery, options) => {
    const isObject = typeof delivery.headers === "object";
    return acme.verify(isObject ? { ...delivery, headers: change(delivery.headers) } : delivery, options);
  });
}

/** Changes the signature of a plain object of headers. */
function withSignature(change: (signature: string) => string): Provider {
  return withHeaders((headers) => {
    const own = headers as Record<string, unknown>;
    const value = Object.hasOwn(own, HEADER) ? own[HEADER] : undefined;
    return typeof value === "string" ? ({ ...own, [HEADER]: change(value) } as typeof headers) : headers;
  });
}

function withBody(change: (body: DeliveryInput["body"]) => DeliveryInput["body"]): Provider {
  return withVerify((delivery, options) =>
    acme.verify({ ...delivery, body: change(delivery.body) }, options),
  );
}

function withOptions(change: (options: VerifyOptions) => VerifyOptions): Provider {
  return withVerify((delivery, options) => acme.verify(delivery, change(options)));
}

function parse(body: string): void {
  try {
    JSON.parse(body);
  } catch {
    throw new WebhookError("invalid-json", "acme", "not JSON.");
  }
}

function signatureOf({ headers }: DeliveryInput): string | undefined {
  const [only, ...more] = typeof headers === "object" ? Object.entries(headers) : [];
  return only?.[0] === HEADER && typeof only[1] === "string" && more.length === 0 ? only[1] : undefined;
}

function signedBy({ body }: DeliveryInput, options: VerifyOptions): string | undefined {
  return typeof body === "string" && typeof options?.secret === "string" && options.secret !== ""
    ? acme.sign(body, { secret: options.secret })[HEADER]
    : undefined;
}
