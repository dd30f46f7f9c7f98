import type { IncomingHttpHeaders } from "node:http";
import { describe, expect, it } from "vitest";
import type { HeadersInput } from "../../src/delivery/delivery.ts";
import { defineProvider } from "../../src/index.ts";
import { pointerTo } from "../support/pointer.ts";
import { body, secret, signature, verifyAcme } from "../support/acme.ts";
import { standardWebhooks } from "../support/schemes.ts";
import { refusalOf, verdictOf } from "../support/verdict.ts";

const NAME = "x-acme-signature";
const other = "0".repeat(64);

const verdict = (headers: unknown): string =>
  verdictOf(() => verifyAcme({ headers: headers as HeadersInput, body }, { secret }));

function* pairs(...given: [string, string][]): Generator<[string, string]> {
  yield* given;
}

/** Headers of some framework: `get` alone, on the prototype. */
class OwnHeaders {
  readonly #value: string | null;
  constructor(value: string | null) {
    this.#value = value;
  }
  get(name: string): string | null {
    return name.toLowerCase() === NAME ? this.#value : null;
  }
}

class Inheriting {
  get [NAME](): string {
    return signature;
  }
}
Object.defineProperty(Inheriting.prototype, NAME, { enumerable: true });

const repeated = new Headers({ [NAME]: signature });
repeated.append(NAME, signature);

describe("a signature is found in", () => {
  it.each<{ name: string; headers: HeadersInput }>([
    { name: "Headers", headers: new Headers({ "X-Acme-Signature": signature }) },
    {
      name: "Headers of a Request",
      headers: new Request("http://localhost", { headers: { [NAME]: signature } }).headers,
    },
    { name: "a plain object in lower case", headers: { [NAME]: signature } },
    { name: "a plain object in title case", headers: { "X-Acme-Signature": signature } },
    { name: "a plain object in upper case", headers: { "X-ACME-SIGNATURE": signature } },
    {
      name: "an object without a prototype",
      headers: Object.assign(Object.create(null), { [NAME]: signature }),
    },
    { name: "a frozen object", headers: Object.freeze({ [NAME]: signature }) },
    {
      name: "Node's IncomingHttpHeaders",
      headers: {
        host: "localhost",
        "set-cookie": ["a", "b"],
        [NAME]: signature,
      } satisfies IncomingHttpHeaders,
    },
    { name: "Node's headersDistinct, arrays of one", headers: { host: ["localhost"], [NAME]: [signature] } },
    {
      name: "an array of pairs",
      headers: [
        ["Host", "localhost"],
        ["X-Acme-Signature", signature],
      ],
    },
    { name: "a Map", headers: new Map([[NAME, signature]]) },
    { name: "a Map in title case", headers: new Map([["X-Acme-Signature", signature]]) },
    { name: "a generator of pairs", headers: pairs(["host", "localhost"], [NAME, signature]) },
    { name: "the iterator of Headers", headers: new Headers({ [NAME]: signature }).entries() },
    { name: "an object of a framework with get alone", headers: new OwnHeaders(signature) },
    {
      name: "an object beside absent spellings",
      headers: { "X-Acme-Signature": undefined, [NAME]: signature },
    },
    { name: "an object with a header named get", headers: { get: "1", append: "2", [NAME]: signature } },
  ])("$name", ({ headers }) => {
    expect(verdict(headers)).toBe("accepted");
  });
});

describe("a signature is absent from", () => {
  it.each([
    { name: "empty Headers", headers: new Headers() },
    { name: "an empty object", headers: {} },
    { name: "an empty array", headers: [] },
    { name: "an empty Map", headers: new Map() },
    { name: "an object with undefined", headers: { [NAME]: undefined } },
    { name: "an object with null", headers: { [NAME]: null } },
    { name: "an object with an empty array", headers: { [NAME]: [] } },
    { name: "an object that inherits it", headers: Object.create({ [NAME]: signature }) },
    { name: "an instance whose class has it", headers: new Inheriting() },
    { name: "pairs with undefined", headers: [[NAME, undefined]] },
    { name: "a name that only begins like it", headers: { [`${NAME}-256`]: signature } },
    { name: "a name with white space", headers: { [`${NAME} `]: signature } },
    { name: "a name with underscores", headers: { x_acme_signature: signature } },
    { name: "get that gives null", headers: new OwnHeaders(null) },
    { name: "get that gives undefined", headers: { get: () => undefined } },
  ])("$name", ({ headers }) => {
    expect(verdict(headers)).toBe("missing-signature");
  });
});

describe("no one value stands in", () => {
  it.each([
    { name: "an empty string", headers: { [NAME]: "" } },
    { name: "Headers with an empty string", headers: new Headers({ [NAME]: "" }) },
    { name: "an array of an empty string", headers: { [NAME]: [""] } },
    { name: "an array of two", headers: { [NAME]: [signature, other] } },
    { name: "an array of the same one twice", headers: { [NAME]: [signature, signature] } },
    { name: "an array of an array", headers: { [NAME]: [[signature]] } },
    { name: "an array of null", headers: { [NAME]: [null] } },
    { name: "two spellings", headers: { [NAME]: signature, "X-Acme-Signature": signature } },
    { name: "two spellings, the second wrong", headers: { [NAME]: signature, "X-Acme-Signature": other } },
    {
      name: "two pairs",
      headers: [
        [NAME, signature],
        ["X-Acme-Signature", signature],
      ],
    },
    {
      name: "two pairs with one name",
      headers: [
        [NAME, signature],
        [NAME, signature],
      ],
    },
    {
      name: "a Map with two spellings",
      headers: new Map([
        [NAME, signature],
        ["X-ACME-SIGNATURE", signature],
      ]),
    },
    { name: "a generator that gives it twice", headers: pairs([NAME, signature], [NAME, signature]) },
    { name: "Headers with two lines", headers: repeated },
    { name: "a comma-joined pair", headers: { [NAME]: `${signature}, ${signature}` } },
    { name: "a comma-joined pair without a space", headers: { [NAME]: `${signature},${signature}` } },
    { name: "a number", headers: { [NAME]: 42 } },
    { name: "an object", headers: { [NAME]: { signature } } },
    { name: "a String object", headers: { [NAME]: Object(signature) } },
  ])("$name", ({ headers }) => {
    expect(verdict(headers)).toBe("malformed-signature");
  });
});

describe("the refusal says that a header came more than once:", () => {
  const key = `whsec_${btoa("k".repeat(24))}`;
  const time = new Date(Date.UTC(2026, 0, 1));
  const standard = defineProvider({
    id: "standard",
    scheme: standardWebhooks,
    eventName: { field: "type" },
    events: {},
  });
  const genuine: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    acme: { [NAME]: signature },
    standard: standard.sign(body, { secret: key, id: "msg_1", timestamp: time }),
  };
  const verifiers = {
    acme: (headers: HeadersInput) => verifyAcme({ headers, body }, { secret }),
    standard: (headers: HeadersInput) =>
      standard.verifySignature({ headers, body }, { secret: key, now: () => time }),
  };

  it.each<{ id: keyof typeof verifiers; name: string }>([
    { id: "acme", name: NAME },
    { id: "standard", name: "webhook-signature" },
    { id: "standard", name: "webhook-id" },
    { id: "standard", name: "webhook-timestamp" },
  ])("$name", ({ id, name }) => {
    const { [name]: value, ...others } = genuine[id]!;
    const appended = new Headers(others);
    appended.append(name, value!);
    appended.append(name, value!);
    const forms: readonly HeadersInput[] = [
      appended,
      { get: (one) => appended.get(one) },
      { ...others, [name]: `${value}, ${value}` },
      { ...others, [name]: [value!, value!] },
      { ...others, [name]: value, [name.toUpperCase()]: value },
      [...Object.entries(others), [name, value!], [name, value!]],
    ];
    for (const headers of forms) {
      expect(refusalOf(() => verifiers[id](headers))).toMatchObject({
        code: "malformed-signature",
        message: `${id}: the ${name} header came more than once or is no text. Pass one.${pointerTo("malformed-signature")}`,
      });
    }
    expect(verdictOf(() => verifiers[id](genuine[id]!))).toBe("accepted");
  });
});

describe("a mistake of the developer is a TypeError:", () => {
  it.each([
    { name: "no headers", headers: undefined },
    { name: "null", headers: null },
    { name: "a number", headers: 42 },
    { name: "the signature itself", headers: signature },
    { name: "a function", headers: () => signature },
    { name: "Node's flat rawHeaders", headers: ["Host", "localhost", "X-Acme-Signature", signature] },
    { name: "a Set of names", headers: new Set([NAME]) },
  ])("$name", ({ headers }) => {
    expect(() => verdict(headers)).toThrow(TypeError);
  });

  it("and names request.headers as the way out of rawHeaders", () => {
    expect(() => verdict(["X-Acme-Signature", signature])).toThrow("Pass request.headers");
  });
});

it("does not trim a value", () => {
  expect(verdict({ [NAME]: ` ${signature}` })).toBe("malformed-signature");
  expect(verdict({ [NAME]: `${signature}\t` })).toBe("malformed-signature");
});

it("reads an object with a __proto__ key as any other", () => {
  const headers = JSON.parse(`{"__proto__":{"${NAME}":"${signature}"}}`) as HeadersInput;
  expect(verdict(headers)).toBe("missing-signature");
});
