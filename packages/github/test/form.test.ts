import { describe, expect, it } from "vitest";
import { unwrapForm } from "../src/form.ts";
import { github, sign } from "../src/index.ts";
import { formBody } from "./vectors.ts";

const secret = "secret";
const encoder = new TextEncoder();
const zen = '{"zen":"Design for failure.","hook_id":1,"hook":{"id":1,"name":"web"}}';

function resultOf(body: string | Uint8Array, contentType = "application/x-www-form-urlencoded"): string {
  const headers = { ...sign(body, { secret, name: "ping" }), "content-type": contentType };
  const result = github.safeVerify({ headers, body }, { secret });
  return result.ok ? result.event.type : result.error.code;
}

describe("a form", () => {
  it.each([
    ["as GitHub encodes it", formBody],
    ["in lower-case hex", `payload=${encodeURIComponent(zen).replace(/%../g, (code) => code.toLowerCase())}`],
    ["with spaces as %20", `payload=${encodeURIComponent(zen)}`],
    ["with other fields behind it", `payload=${encodeURIComponent(zen)}&other=1&=&flag`],
    ["of 16 fields", `payload=${encodeURIComponent(zen)}${"&".repeat(15)}`],
  ])("is read %s", (_, body) => {
    expect(resultOf(body)).toBe("ping");
  });

  it("is known by its bytes, not by the content type, which is not signed", () => {
    expect(resultOf(formBody, "application/json")).toBe("ping");
    expect(resultOf(zen, "application/x-www-form-urlencoded")).toBe("ping");
  });

  it.each([
    ["two payloads", `payload=${encodeURIComponent(zen)}&payload=${encodeURIComponent(zen)}`],
    ["a second payload whose name is encoded", `payload=${encodeURIComponent(zen)}&%70ayload=1`],
    ["a second payload without a value", `payload=${encodeURIComponent(zen)}&payload`],
    ["a percent sign without digits", `payload=${encodeURIComponent(zen)}%`],
    ["a percent sign with one digit", "payload=%7"],
    ["a percent sign with what is no hex", "payload=%7g"],
    ["a broken name behind it", `payload=${encodeURIComponent(zen)}&%zz=1`],
    ["17 fields", `payload=${encodeURIComponent(zen)}${"&".repeat(16)}`],
    ["a million fields", `payload=${encodeURIComponent(zen)}${"&".repeat(1_000_000)}`],
    ["nothing in it", "payload="],
    ["a payload that is not JSON", "payload=Hello%2C+World%21"],
    ["another field first", `other=1&payload=${encodeURIComponent(zen)}`],
  ])("with %s is invalid JSON", (_, body) => {
    expect(resultOf(body)).toBe("invalid-json");
  });

  it("that encodes bytes which are not UTF-8 is invalid JSON, where URLSearchParams would replace them", () => {
    const body = `payload=${encodeURIComponent(zen).replace("Design", "%FF")}`;
    expect(new URLSearchParams(body).get("payload")).toContain("\uFFFD");
    expect(resultOf(body)).toBe("invalid-json");
  });

  it("is searched once, however its fields are cut", () => {
    let searched = 0;
    class Counted extends Uint8Array<ArrayBuffer> {
      override indexOf(byte: number, start = 0): number {
        const index = super.indexOf(byte, start);
        searched += (index < 0 ? this.length : index) - start;
        return index;
      }
    }
    const body = Counted.from(encoder.encode(`payload=%7B%7D${"&".repeat(15)}${"a".repeat(100_000)}`));
    expect(unwrapForm(body)).toEqual(encoder.encode("{}"));
    expect(searched).toBeLessThan(3 * body.length); // once for each of the two separators
  });

  it("that was decoded before it is verified does not match its signature", () => {
    const headers = sign(formBody, { secret, name: "ping" });
    const decoded = new URLSearchParams(formBody).get("payload")!;
    const result = github.safeVerify({ headers, body: decoded }, { secret });
    expect(!result.ok && result.error.code).toBe("signature-mismatch");
  });

  it("is digested as it came", () => {
    const event = github.verify(
      { headers: sign(formBody, { secret, name: "ping" }), body: encoder.encode(formBody) },
      { secret },
    );
    const json = github.verify({ headers: sign(zen, { secret, name: "ping" }), body: zen }, { secret });
    expect(event.dedupeKey).not.toBe(json.dedupeKey);
  });
});
