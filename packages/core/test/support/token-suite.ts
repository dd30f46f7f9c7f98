import { afterEach, describe, expect, it, vi } from "vitest";
import { backend } from "#crypto";
import {
  defineProvider,
  WebhookError,
  type ProviderDefinition,
  type VerifyOptions,
} from "../../src/index.ts";
import { toStored } from "../../src/inbox.ts";
import { pointerTo } from "./pointer.ts";
import { refusalOf, verdictOf } from "./verdict.ts";

const token = "API KEY 123abc";
const body = '{"type":"ping","id":"e_1"}';
const definition = {
  id: "acme",
  scheme: { kind: "token", header: "authorization" },
  eventName: { field: "type" },
  eventId: { field: "id", isIdentity: true },
  events: { ping: () => true },
} satisfies ProviderDefinition;
const acme = defineProvider(definition);
const bearer = defineProvider({
  ...definition,
  scheme: { kind: "token", header: "authorization", prefix: "Bearer " },
});

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function verdict(headers: unknown, secret: unknown = token, provider = acme): string {
  return verdictOf(() => provider.verify({ headers, body } as never, { secret } as VerifyOptions));
}

/** Runs on each back end: the two must give the same verdicts. */
export function tokenSuite(backendName: string): void {
  afterEach(() => void vi.restoreAllMocks());

  it("runs on the back end that it names", () => {
    expect(backend.name).toBe(backendName);
  });

  it.each<{ name: string; headers: unknown; code: string }>([
    { name: "the token", headers: { authorization: token }, code: "accepted" },
    { name: "the token in Headers", headers: new Headers({ authorization: token }), code: "accepted" },
    { name: "the token in an array", headers: { Authorization: [token] }, code: "accepted" },
    { name: "the token in pairs", headers: [["AUTHORIZATION", token]], code: "accepted" },
    { name: "no header", headers: {}, code: "missing-signature" },
    { name: "an undefined one", headers: { authorization: undefined }, code: "missing-signature" },
    { name: "an empty array", headers: { authorization: [] }, code: "missing-signature" },
    { name: "an inherited one", headers: Object.create({ authorization: token }), code: "missing-signature" },
    { name: "another header's", headers: { "x-authorization": token }, code: "missing-signature" },
    { name: "an empty one", headers: { authorization: "" }, code: "signature-mismatch" },
    { name: "another one", headers: { authorization: "API KEY 123abC" }, code: "signature-mismatch" },
    { name: "one letter less", headers: { authorization: "API KEY 123ab" }, code: "signature-mismatch" },
    { name: "one letter more", headers: { authorization: `${token}c` }, code: "signature-mismatch" },
    { name: "a space before", headers: { authorization: ` ${token}` }, code: "signature-mismatch" },
    { name: "a space behind", headers: { authorization: `${token} ` }, code: "signature-mismatch" },
    { name: "a line break behind", headers: { authorization: `${token}\n` }, code: "signature-mismatch" },
    // HMAC pads a key with zeros: the token must not be the key.
    { name: "a zero behind", headers: { authorization: `${token}\0` }, code: "signature-mismatch" },
    { name: "upper case", headers: { authorization: token.toUpperCase() }, code: "signature-mismatch" },
    { name: "with Bearer", headers: { authorization: `Bearer ${token}` }, code: "signature-mismatch" },
    { name: "beyond latin1", headers: { authorization: "ａ".repeat(14) }, code: "signature-mismatch" },
    { name: "a lone surrogate", headers: { authorization: "\ud800" }, code: "signature-mismatch" },
    { name: "twice, joined", headers: { authorization: `${token}, ${token}` }, code: "malformed-signature" },
    { name: "twice, an array", headers: { authorization: [token, token] }, code: "malformed-signature" },
    {
      name: "twice, in two spellings",
      headers: { authorization: token, Authorization: token },
      code: "malformed-signature",
    },
    {
      name: "twice, in pairs",
      headers: [
        ["authorization", token],
        ["Authorization", token],
      ],
      code: "malformed-signature",
    },
    { name: "a number", headers: { authorization: 42 }, code: "malformed-signature" },
    { name: "bytes", headers: { authorization: bytesOf(token) }, code: "malformed-signature" },
  ])("$name -> $code", ({ headers, code }) => {
    expect(verdict(headers)).toBe(code);
  });

  it("proves the caller, and not the body", () => {
    const other = { headers: { authorization: token }, body: '{"type":"ping","id":"e_2"}' };
    expect(acme.verify(other, { secret: token }).dedupeKey).toBe("e_2");
    expect(acme.eventId).toEqual({ field: "id", signed: false });
  });

  it.each([
    { name: "text", secret: token },
    { name: "bytes", secret: bytesOf(token) },
    { name: "{ token }", secret: { token } },
    { name: "{ token } in bytes", secret: { token: bytesOf(token) } },
  ])("takes the secret as $name, alone and second in a list", ({ secret }) => {
    const delivery = { headers: { authorization: token }, body };
    expect(acme.verify(delivery, { secret }).secretIndex).toBe(0);
    expect(acme.verify(delivery, { secret: ["old", secret] }).secretIndex).toBe(1);
  });

  it.each<{ name: string; secret: unknown }>([
    { name: "an empty token", secret: { token: "" } },
    { name: "no token", secret: { token: undefined } },
    { name: "the token undefined", secret: { token: "undefined" } },
    { name: "a promised token", secret: { token: Promise.resolve(token) } },
    { name: "an inherited token", secret: Object.create({ token }) },
    { name: "a token in a token", secret: { token: { token } } },
    { name: "an empty one in a list", secret: [token, { token: "" }] },
  ])("$name is a TypeError, whatever came", ({ secret }) => {
    expect(() => verdict({ authorization: token }, secret)).toThrow(TypeError);
    expect(() => verdict({}, secret)).toThrow(TypeError);
  });

  it("is a TypeError where the provider signs", () => {
    const hex = defineProvider({
      ...definition,
      scheme: { header: "x-acme-signature", algorithm: "sha256", encoding: "hex" },
    });
    expect(() => hex.verify({ headers: {}, body }, { secret: { token } })).toThrow(TypeError);
    expect(() => hex.sign(body, { secret: { token } })).toThrow(TypeError);
  });

  it("reads { token } once", () => {
    let reads = 0;
    const secret = {
      get token() {
        reads++;
        return reads === 1 ? token : "another";
      },
    };
    expect(verdict({ authorization: "wrong" }, secret)).toBe("signature-mismatch");
    expect(reads).toBe(1);
  });

  it("wants its prefix exactly", () => {
    expect(verdict({ authorization: `Bearer ${token}` }, token, bearer as never)).toBe("accepted");
    for (const value of [token, `bearer ${token}`, `Bearer${token}`, ` Bearer ${token}`, ""]) {
      expect(verdict({ authorization: value }, token, bearer as never)).toBe("malformed-signature");
    }
    expect(verdict({ authorization: "Bearer " }, token, bearer as never)).toBe("signature-mismatch");
    expect(verdict({ authorization: `Bearer  ${token}` }, token, bearer as never)).toBe("signature-mismatch");
  });

  it("takes a token that holds a comma and a space", () => {
    expect(verdict({ authorization: 'Key a="1", b="2"' }, 'Key a="1", b="2"')).toBe("accepted");
  });

  it("compares digests of one length alone, whatever the lengths of the two", () => {
    const equal = vi.spyOn(backend, "equal");
    const lengths = [0, 1, 13, 14, 15, 63, 64, 65, 5000];
    for (const length of lengths) verdict({ authorization: "x".repeat(length) });
    verdict({ authorization: token }, "y".repeat(5000));
    expect(equal.mock.calls.map(([left, right]) => [left.length, right.length])).toEqual(
      Array.from({ length: lengths.length + 1 }, () => [32, 32]),
    );
  });

  it("hashes what came once, and the secret not again", () => {
    verdict({ authorization: token });
    const hmac = vi.spyOn(backend, "hmac");
    for (const value of [token, "wrong", "w".repeat(5000)]) verdict({ authorization: value });
    expect(hmac.mock.calls.map(([, , , before, text]) => before.length + text.length)).toEqual([14, 5, 5000]);
  });

  it("compares under a key that differs from process to process", () => {
    const equal = vi.spyOn(backend, "equal");
    verdict({ authorization: token });
    const digest = new Uint8Array(equal.mock.calls[0]![0]);
    const plain = new Uint8Array(32);
    const none = backend.prepareKey({ name: "sha256", byteLength: 32 }, new Uint8Array(32));
    backend.hmac(plain, { name: "sha256", byteLength: 32 }, none, "", bytesOf(token));
    expect(digest).not.toEqual(plain);
  });

  it("leaves the decision to the back end's comparison alone", () => {
    const equal = vi.spyOn(backend, "equal");
    equal.mockReturnValue(true);
    expect(verdict({ authorization: "wrong" })).toBe("accepted");
    equal.mockReturnValue(false);
    expect(verdict({ authorization: token })).toBe("signature-mismatch");
  });

  describe("what it says", () => {
    it("never has the token in it, nor what came", () => {
      for (const value of ["guess-of-a-stranger", "two, of-a-stranger"]) {
        const error = refusalOf(() =>
          acme.verify({ headers: { authorization: value }, body }, { secret: [token, ` ${token}`] }),
        );
        const text = [error.message, String(error.stack), JSON.stringify(error)].join("\n");
        expect(text).not.toContain("stranger");
        expect(text).not.toContain("123abc");
      }
    });

    it.each([
      { name: "text", secret: `${token}\n` },
      { name: "bytes", secret: bytesOf(`"${token}"`) },
      { name: "{ token }", secret: { token: ` ${token}` } },
    ])("names white space around a secret in $name", ({ secret }) => {
      const error = refusalOf(() => acme.verify({ headers: { authorization: token }, body }, { secret }));
      expect(error.message).toContain("with it trimmed the signature matches");
    });

    it("says what to compare", () => {
      const error = refusalOf(() =>
        acme.verify({ headers: { authorization: "x" }, body }, { secret: token }),
      );
      expect(error.message).toBe(
        `acme: the authorization header is not the secret. Compare the two.${pointerTo("signature-mismatch")}`,
      );
    });
  });

  it("sends the secret as it is", () => {
    const expected = { "content-type": "application/json", authorization: token };
    expect(acme.sign(body, { secret: token })).toEqual(expected);
    expect(acme.sign(body, { secret: bytesOf(token) })).toEqual(expected);
    expect(acme.sign(body, { secret: { token } })).toEqual(expected);
    expect(bearer.sign(body, { secret: token })["authorization"]).toBe(`Bearer ${token}`);
    expect(() => acme.sign(body, { secret: "" })).toThrow(TypeError);
    expect(() => acme.sign(body, { secret: [token] as never })).toThrow(TypeError);
  });

  it("is never among what an inbox stores", () => {
    const delivery = { headers: { authorization: token, "x-other": "1" }, body };
    expect(acme.storedHeaders).toEqual([]);
    const stored = toStored(acme.verify(delivery, { secret: token }), delivery);
    expect(stored.headers).toEqual({});
    expect(JSON.stringify(stored)).not.toContain("123abc");
  });

  it("is in no event, not even unseen", () => {
    const event = acme.verify({ headers: { authorization: token }, body }, { secret: token });
    expect(JSON.stringify(event) + JSON.stringify(Object.getOwnPropertyDescriptors(event))).not.toContain(
      "API",
    );
  });

  it.each<{ name: string; change: object }>([
    { name: "an unknown kind", change: { scheme: { kind: "basic", header: "authorization" } } },
    { name: "a header in upper case", change: { scheme: { kind: "token", header: "Authorization" } } },
    { name: "no header", change: { scheme: { kind: "token" } } },
    { name: "a prefix that is no text", change: { scheme: { kind: "token", header: "a", prefix: 1 } } },
    { name: "an encoding", change: { scheme: { kind: "token", header: "a", encoding: "hex" } } },
    { name: "its header as the name's", change: { eventName: { header: "authorization" } } },
    { name: "its header as an extra one", change: { extraHeaders: ["authorization"] } },
    { name: "an identity in a header", change: { eventId: { header: "x-id", isIdentity: true } } },
  ])("$name in a definition is a TypeError", ({ change }) => {
    expect(() => defineProvider({ ...definition, ...change } as never)).toThrow(TypeError);
  });

  it("throws WebhookErrors alone for what a stranger sends", () => {
    const result = acme.safeVerify({ headers: { authorization: "x" }, body }, { secret: token });
    expect(!result.ok && WebhookError.is(result.error)).toBe(true);
  });
}
