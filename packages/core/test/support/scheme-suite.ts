import { createHmac } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { backend } from "#crypto";
import {
  defineSignature,
  type HeadersInput,
  type SignatureScheme,
  type VerifyOptions,
} from "../../src/signature.ts";
import { hex, samples, type Sample } from "./scheme-samples.ts";
import { hexScheme } from "./schemes.ts";
import { verdictOf } from "./verdict.ts";
import { verifierOf } from "./verify-scheme.ts";

function verdict(sample: Sample, change: Partial<Sample> = {}, options: Partial<VerifyOptions> = {}): string {
  const { scheme, secret, headers, body, time } = { ...sample, ...change };
  const verify = verifierOf("test", scheme);
  return verdictOf(() => verify({ headers, body }, { secret, now: () => new Date(time), ...options }));
}

/** Runs on each back end: the two must give the same verdicts. */
export function schemeSuite(backendName: string): void {
  it("runs on the back end that it names", () => {
    expect(backend.name).toBe(backendName);
  });

  describe.each(samples)("$name", (sample) => {
    const { scheme, headers, body, time } = sample;
    const signature = headers[scheme.header]!;
    const withSignature = (value: string): Partial<Sample> => ({
      headers: { ...headers, [scheme.header]: value },
    });
    const tolerance = 300_000;

    it("accepts the genuine delivery", () => {
      expect(verdict(sample)).toBe("accepted");
    });

    it("refuses one changed byte anywhere in the body", () => {
      const bytes = new TextEncoder().encode(body);
      for (let index = 0; index < bytes.length; index++) {
        const changed = Uint8Array.from(bytes);
        changed[index]! ^= 1;
        const verify = verifierOf("test", scheme);
        const options = { secret: sample.secret, now: () => new Date(time) };
        expect(verdictOf(() => verify({ headers, body: changed }, options))).toBe("signature-mismatch");
      }
    });

    it("refuses another secret", () => {
      const secret = scheme.key === undefined ? "guess" : `whsec_${btoa("x".repeat(24))}`;
      expect(verdict(sample, { secret })).toBe("signature-mismatch");
    });

    it("refuses the genuine signature with white space around it", () => {
      // Behind a separator of white space an empty entry is nobody's signature, and the other one is as good as before.
      const expected = scheme.separator === " " ? "accepted" : "malformed-signature";
      expect(verdict(sample, withSignature(`${signature} `))).toBe(expected);
      expect(verdict(sample, withSignature(`${signature}\n`))).toBe("malformed-signature");
    });

    it.each(Object.keys(headers))("refuses a delivery without %s", (name) => {
      const { [name]: _, ...others } = headers;
      expect(verdict(sample, { headers: others })).toBe("missing-signature");
    });

    it.each(Object.keys(headers))("refuses an empty %s", (name) => {
      expect(verdict(sample, { headers: { ...headers, [name]: "" } })).toBe("malformed-signature");
    });

    it("accepts the signed time up to the tolerance on both sides", () => {
      expect(verdict(sample, { time: time + tolerance })).toBe("accepted");
      expect(verdict(sample, { time: time - tolerance })).toBe("accepted");
    });

    it("refuses a time too far in the past or in the future", () => {
      expect(verdict(sample, { time: time + tolerance + 1 })).toBe("stale-timestamp");
      expect(verdict(sample, { time: time - tolerance - 1 })).toBe("stale-timestamp");
    });

    it("says mismatch, not stale, of a forgery with an old time", () => {
      expect(verdict(sample, { body: `${body} `, time: time + 1e9 })).toBe("signature-mismatch");
    });

    it("keeps the tolerance that the scheme states", () => {
      const strict = { ...scheme, timestamp: { ...scheme.timestamp!, toleranceSeconds: 10 } };
      expect(verdict(sample, { scheme: strict, time: time + 10_000 })).toBe("accepted");
      expect(verdict(sample, { scheme: strict, time: time + 10_001 })).toBe("stale-timestamp");
      const none = { ...scheme, timestamp: { ...scheme.timestamp!, toleranceSeconds: Infinity } };
      expect(verdict(sample, { scheme: none, time: 0 })).toBe("accepted");
    });
  });

  describe("a signed timestamp", () => {
    const sample = samples[1]!;
    const genuine = "1531420618";

    it.each(["abc", ".5", " ", "x", "e1", "\n"])("is refused with %j after it", (tail) => {
      const headers = { ...sample.headers, "x-slack-request-timestamp": genuine + tail };
      expect(verdict(sample, { headers })).toBe("malformed-signature");
    });

    it.each([
      "-1531420618",
      "+1531420618",
      "0x5b479c0a",
      "1.5e9",
      "٣",
      "01531420618",
      "00",
      "12345678901234567",
    ])("is refused as %j", (text) => {
      const headers = { ...sample.headers, "x-slack-request-timestamp": text };
      expect(verdict(sample, { headers })).toBe("malformed-signature");
    });

    it("is refused when it comes twice", () => {
      const headers = [
        ...Object.entries(sample.headers),
        ["X-Slack-Request-Timestamp", genuine] as [string, string],
      ];
      const verify = verifierOf("test", sample.scheme);
      const options = { secret: sample.secret, now: () => new Date(sample.time) };
      expect(verdictOf(() => verify({ headers, body: sample.body }, options))).toBe("malformed-signature");
    });

    it("cannot lend its first digit to an id before it, which would make one delivery two", () => {
      const [, , { secret, body, scheme }] = samples as [Sample, Sample, Sample];
      const signed = `msg01669629035${body}`;
      const signature = createHmac("sha256", secret).update(signed).digest("base64");
      const headers = {
        "x-configcat-webhook-id": "msg0",
        "x-configcat-webhook-timestamp": "1669629035",
        "x-configcat-webhook-signature-v1": signature,
      };
      const moved = {
        ...headers,
        "x-configcat-webhook-id": "msg",
        "x-configcat-webhook-timestamp": "01669629035",
      };
      const sent: Sample = { name: "", scheme, secret, headers, body, time: 1_669_629_035_000 };
      expect(verdict(sent)).toBe("accepted");
      expect(verdict(sent, { headers: moved })).toBe("malformed-signature");
    });
  });

  describe("a signed id", () => {
    const sample = samples[0]!;
    const key = Buffer.from(sample.secret.slice("whsec_".length), "base64");

    it.each(["msg.1", ".", "msg_1."])("is refused when it holds the separator: %j", (id) => {
      const signature = createHmac("sha256", key).update(`${id}.1614265330.${sample.body}`).digest("base64");
      const headers = { ...sample.headers, "webhook-id": id, "webhook-signature": `v1,${signature}` };
      expect(verdict(sample, { headers })).toBe("malformed-signature");
    });

    it("is refused when its end and the separator could be read in two ways", () => {
      const scheme: SignatureScheme = {
        header: "x-signature",
        algorithm: "sha256",
        encoding: "hex",
        id: { header: "x-id" },
        signs: ["id", { text: "--" }, "body"],
      };
      const sent = (id: string, body: string): Sample => ({
        name: "",
        scheme,
        secret: "s",
        headers: { "x-id": id, "x-signature": hex("s", `${id}--${body}`) },
        body,
        time: 0,
      });
      expect(verdict(sent("a", "-{}"))).toBe("accepted");
      expect(verdict(sent("a-", "{}"))).toBe("malformed-signature"); // the same signed text
      expect(verdict(sent("a-b", "{}"))).toBe("accepted");
    });

    it("is refused in every other delivery than its own", () => {
      expect(verdict(sample, { headers: { ...sample.headers, "webhook-id": "msg_other" } })).toBe(
        "signature-mismatch",
      );
    });
  });

  describe("several signatures in one header", () => {
    const sample = samples[0]!;
    const genuine = sample.headers["webhook-signature"]!;
    const junk = `v1,${btoa("j".repeat(32))}`;
    const withHeader = (value: string): Partial<Sample> => ({
      headers: { ...sample.headers, "webhook-signature": value },
    });

    it.each([
      { name: "the valid one first", value: `${genuine} ${junk}`, code: "accepted" },
      { name: "the valid one second", value: `${junk} ${genuine}`, code: "accepted" },
      { name: "the valid one sixteenth", value: `${`${junk} `.repeat(15)}${genuine}`, code: "accepted" },
      {
        name: "the valid one seventeenth",
        value: `${`${junk} `.repeat(16)}${genuine}`,
        code: "malformed-signature",
      },
      { name: "seventeen valid ones", value: `${genuine} `.repeat(17).trim(), code: "malformed-signature" },
      { name: "300 junk ones", value: `${junk} `.repeat(300).trim(), code: "malformed-signature" },
      { name: "only wrong ones", value: `${junk} ${junk}`, code: "signature-mismatch" },
      { name: "an unreadable one before the valid one", value: `v1,junk ${genuine}`, code: "accepted" },
      { name: "a short one before the valid one", value: `v1,AAAA ${genuine}`, code: "accepted" },
      { name: "nothing readable", value: "v1,junk v1, v1", code: "malformed-signature" },
      { name: "one of another version before it", value: `v1a,c2ln ${genuine}`, code: "accepted" },
      {
        name: "many of another version before it",
        value: `${"v2,c2ln ".repeat(40)}${genuine}`,
        code: "accepted",
      },
      { name: "another version alone", value: genuine.replace("v1,", "v1a,"), code: "malformed-signature" },
      { name: "a version in upper case", value: genuine.replace("v1,", "V1,"), code: "malformed-signature" },
      { name: "no version", value: genuine.replace("v1,", ""), code: "malformed-signature" },
      { name: "a comma for the separator", value: `${junk},${genuine}`, code: "malformed-signature" },
      { name: "empty entries around it", value: `  ${genuine}  `, code: "accepted" },
      { name: "separators alone", value: "   ", code: "malformed-signature" },
    ])("$name: $code", ({ value, code }) => {
      expect(verdict(sample, withHeader(value))).toBe(code);
    });

    it("hashes the body once, however many signatures there are", () => {
      const hmac = vi.spyOn(backend, "hmac");
      try {
        expect(verdict(sample, withHeader(`${`${junk} `.repeat(15)}${genuine}`))).toBe("accepted");
        expect(hmac).toHaveBeenCalledTimes(1);
      } finally {
        hmac.mockRestore();
      }
    });

    it("hashes the body once per secret", () => {
      const hmac = vi.spyOn(backend, "hmac");
      const other = `whsec_${btoa("o".repeat(24))}`;
      try {
        const secrets = { secret: [other, sample.secret] };
        expect(verdict(sample, withHeader(`${`${junk} `.repeat(15)}${genuine}`), secrets)).toBe("accepted");
        expect(hmac).toHaveBeenCalledTimes(2);
      } finally {
        hmac.mockRestore();
      }
    });

    it("hashes nothing when the header cannot be read", () => {
      const hmac = vi.spyOn(backend, "hmac");
      try {
        expect(verdict(sample, withHeader(`${junk} `.repeat(300).trim()))).toBe("malformed-signature");
        expect(hmac).not.toHaveBeenCalled();
      } finally {
        hmac.mockRestore();
      }
    });
  });

  describe.each(samples.filter(({ scheme }) => scheme.separator !== undefined))(
    "the signature of $name in two lines",
    (sample) => {
      const name = sample.scheme.header;
      const genuine = sample.headers[name]!;
      const junk = genuine.replace(/[0-9a-zA-Z+/]{8}(=?)$/, "AAAAAAAA$1");
      const others = Object.entries(sample.headers).filter(([header]) => header !== name);
      const options = { secret: sample.secret, now: () => new Date(sample.time) };
      const verify = verifierOf("test", sample.scheme);
      const verdictFor = (headers: HeadersInput): string =>
        verdictOf(() => verify({ headers, body: sample.body }, options));

      it.each([
        { which: "the genuine one first", lines: [genuine, junk] },
        { which: "the genuine one second", lines: [junk, genuine] },
        { which: "the genuine one twice", lines: [genuine, genuine] },
        { which: "another kind first", lines: ["v9,c2ln", genuine] },
        { which: "another kind second", lines: [genuine, "v9,c2ln"] },
        { which: "an empty one first", lines: ["", genuine] },
        { which: "an empty one second", lines: [genuine, ""] },
      ])("is refused in every form of headers: $which", ({ lines }) => {
        const appended = new Headers(others);
        for (const line of lines) appended.append(name, line);
        const pairs = [...others, ...lines.map((line) => [name, line])] as [string, string][];
        const record = Object.fromEntries(others);
        expect(verdictFor(appended)).toBe("malformed-signature");
        expect(verdictFor(pairs)).toBe("malformed-signature");
        expect(verdictFor({ ...record, [name]: lines })).toBe("malformed-signature");
        expect(verdictFor({ ...record, [name]: lines.join(", ") })).toBe("malformed-signature");
      });

      it("is accepted in one line, and refused in one line that ends in a comma and a space", () => {
        expect(verdictFor(sample.headers)).toBe("accepted");
        expect(verdictFor({ ...sample.headers, [name]: `${genuine}, ` })).toBe("malformed-signature");
      });
    },
  );

  describe("t=…,v1=… in one header", () => {
    const sample = samples[3]!;
    const good = sample.headers["stripe-signature"]!.slice("t=1767225600,".length);
    const bad = `v1=${"0".repeat(64)}`;
    const asV0 = good.replace("v1=", "v0=");

    it.each([
      { name: "two v1, the second valid", value: `t=1767225600,${bad},${good}`, code: "accepted" },
      { name: "v0 beside v1", value: `t=1767225600,${asV0},${good}`, code: "accepted" },
      { name: "the time last", value: `${good},t=1767225600`, code: "accepted" },
      { name: "v0 alone", value: `t=1767225600,${asV0}`, code: "malformed-signature" },
      { name: "no time", value: good, code: "malformed-signature" },
      { name: "two times", value: `t=1767225600,t=1767225600,${good}`, code: "malformed-signature" },
      { name: "an empty time", value: `t=,${good}`, code: "malformed-signature" },
      { name: "a time with letters", value: `t=1767225600abc,${good}`, code: "malformed-signature" },
      { name: "white space after the comma", value: `t=1767225600, ${good}`, code: "malformed-signature" },
      { name: "another time", value: `t=1767225601,${good}`, code: "signature-mismatch" },
    ])("$name: $code", ({ value, code }) => {
      expect(verdict(sample, { headers: { "stripe-signature": value } })).toBe(code);
    });
  });

  describe("t=…, v1=… in one header, with a space", () => {
    const sample = samples[5]!;
    const [time, good] = sample.headers["workos-signature"]!.split(", ") as [string, string];
    const bad = `v1=${"0".repeat(64)}`;

    it.each([
      { name: "as it is sent", value: `${time}, ${good}`, code: "accepted" },
      { name: "the time last", value: `${good}, ${time}`, code: "accepted" },
      { name: "no space", value: `${time},${good}`, code: "malformed-signature" },
      { name: "two spaces", value: `${time},  ${good}`, code: "malformed-signature" },
      { name: "a tab", value: `${time},\t${good}`, code: "malformed-signature" },
      { name: "two v1, the first valid", value: `${time}, ${good}, ${bad}`, code: "malformed-signature" },
      { name: "two v1, the second valid", value: `${time}, ${bad}, ${good}`, code: "malformed-signature" },
      { name: "the same v1 twice", value: `${time}, ${good}, ${good}`, code: "malformed-signature" },
      { name: "v0 beside v1", value: `${time}, v0=00, ${good}`, code: "malformed-signature" },
      { name: "two v1 and no time", value: `${good}, ${good}`, code: "malformed-signature" },
      { name: "two times and no v1", value: `${time}, ${time}`, code: "malformed-signature" },
      { name: "two times", value: `${time}, ${time}, ${good}`, code: "malformed-signature" },
      { name: "all of it twice", value: `${time}, ${good}, ${time}, ${good}`, code: "malformed-signature" },
      { name: "a comma behind it", value: `${time}, ${good}, `, code: "malformed-signature" },
      { name: "a comma before it", value: `, ${time}, ${good}`, code: "malformed-signature" },
      { name: "the time alone", value: time, code: "malformed-signature" },
      { name: "v1 alone", value: good, code: "malformed-signature" },
      { name: "the comma alone", value: ", ", code: "malformed-signature" },
      {
        name: "300 entries",
        value: `${time}, ${`${bad}, `.repeat(300)}${good}`,
        code: "malformed-signature",
      },
      { name: "an empty time", value: `t=, ${good}`, code: "malformed-signature" },
      {
        name: "a time with a leading zero",
        value: `t=0${time.slice(2)}, ${good}`,
        code: "malformed-signature",
      },
      { name: "a time with a dot in it", value: `${time}.1, ${good}`, code: "malformed-signature" },
      {
        name: "upper-case hex",
        value: `${time}, v1=${good.slice(3).toUpperCase()}`,
        code: "malformed-signature",
      },
      { name: "another time", value: `t=1767225600001, ${good}`, code: "signature-mismatch" },
      { name: "seconds", value: `t=1767225600, ${good}`, code: "signature-mismatch" },
      { name: "another signature", value: `${time}, ${bad}`, code: "signature-mismatch" },
    ])("$name: $code", ({ value, code }) => {
      expect(verdict(sample, { headers: { "workos-signature": value } })).toBe(code);
    });

    it("says that it may have come twice", () => {
      const verify = verifierOf("test", sample.scheme);
      const headers = { "workos-signature": `${time}, ${good}, ${time}, ${good}` };
      expect(() => verify({ headers, body: sample.body }, { secret: sample.secret })).toThrow(
        'the workos-signature header came more than once or is not two entries with ", " between them. Pass one.',
      );
    });

    it("takes its entries in two lines for one value where HTTP joins them, and for none in a list", () => {
      const joined = new Headers([["workos-signature", time]]);
      joined.append("workos-signature", good);
      const options = { secret: sample.secret, now: () => new Date(sample.time) };
      const codeFor = (headers: HeadersInput): string =>
        verdictOf(() => verifierOf("test", sample.scheme)({ headers, body: sample.body }, options));
      expect(codeFor(joined)).toBe("accepted");
      expect(codeFor({ "workos-signature": [time, good] })).toBe("malformed-signature");
    });
  });

  describe.each([
    { by: "defineSignature", make: defineSignature },
    { by: "defineProvider", make: verifierOf },
  ])("a hex scheme by $by", ({ make }) => {
    const body = '{"type":"ping"}';
    const genuine = hex("secret", body);
    const verify = make("acme", hexScheme);
    const prefixed = make("acme", { ...hexScheme, prefix: "sha256=" });
    const check = (signature: string, secret: VerifyOptions["secret"] = "secret"): string =>
      verdictOf(() => verify({ headers: { "x-acme-signature": signature }, body }, { secret }));

    it.each([
      { name: "genuine", value: genuine, code: "accepted" },
      { name: "upper case", value: genuine.toUpperCase(), code: "malformed-signature" },
      { name: "one byte short", value: genuine.slice(2), code: "malformed-signature" },
      { name: "one byte long", value: `${genuine}00`, code: "malformed-signature" },
      { name: "half a byte short", value: genuine.slice(1), code: "malformed-signature" },
      { name: "a letter that is not hex", value: `g${genuine.slice(1)}`, code: "malformed-signature" },
      { name: "a latin1 letter", value: `é${genuine.slice(1)}`, code: "malformed-signature" },
      { name: "an emoji", value: `😀${genuine.slice(2)}`, code: "malformed-signature" },
      { name: "white space before", value: ` ${genuine}`, code: "malformed-signature" },
      { name: "twice, comma-joined", value: `${genuine}, ${genuine}`, code: "malformed-signature" },
      { name: "with a prefix", value: `sha256=${genuine}`, code: "malformed-signature" },
      { name: "empty", value: "", code: "malformed-signature" },
      { name: "all zero", value: "0".repeat(64), code: "signature-mismatch" },
    ])("$name: $code", ({ value, code }) => {
      expect(check(value)).toBe(code);
    });

    it("refuses one flipped bit in every byte of the signature", () => {
      for (let index = 0; index < 32; index++) {
        const bytes = Buffer.from(genuine, "hex");
        bytes[index]! ^= 1 << (index % 8);
        expect(check(bytes.toString("hex"))).toBe("signature-mismatch");
      }
    });

    const verdictOnPrefixed = (value: string): string =>
      verdictOf(() => prefixed({ headers: { "x-acme-signature": value }, body }, { secret: "secret" }));

    it("wants its prefix exactly", () => {
      expect(verdictOnPrefixed(`sha256=${genuine}`)).toBe("accepted");
      for (const prefix of ["", "sha1=", "SHA256=", "sha256= ", "sha256", "sha256=sha256=", " sha256="]) {
        expect(verdictOnPrefixed(prefix + genuine)).toBe("malformed-signature");
      }
    });

    it("accepts any of several secrets, text or bytes", () => {
      const bytes = new TextEncoder().encode("secret");
      expect(check(genuine, ["old", "secret"])).toBe("accepted");
      expect(check(genuine, ["secret", "new"])).toBe("accepted");
      expect(check(genuine, bytes)).toBe("accepted");
      expect(check(genuine, ["old", bytes])).toBe("accepted");
      expect(check(genuine, ["old", "new"])).toBe("signature-mismatch");
    });

    it("leaves the decision to the back end's comparison alone", () => {
      const equal = vi.spyOn(backend, "equal");
      try {
        equal.mockReturnValue(true);
        expect(check("0".repeat(64))).toBe("accepted");
        equal.mockReturnValue(false);
        expect(check(genuine)).toBe("signature-mismatch");
        expect(equal).toHaveBeenCalledTimes(2);
      } finally {
        equal.mockRestore();
      }
    });

    it("verifies a signed empty body", () => {
      const headers = { "x-acme-signature": hex("secret", "") };
      for (const empty of ["", new Uint8Array(0), new ArrayBuffer(0)]) {
        expect(verdictOf(() => verify({ headers, body: empty }, { secret: "secret" }))).toBe("accepted");
      }
    });
  });
}
