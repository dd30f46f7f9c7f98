import { execFileSync } from "node:child_process";
import { createHmac, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import { sign, verify } from "@flaghook/github";

const samples = new URL("../../../../tools/github-generator/input/samples/", import.meta.url);
const secret = "a secret of usual length";

/**
 * Milliseconds that code takes in a fresh process, over none: the lowest of several. `before`
 * runs first, untimed.
 */
export function freshMilliseconds(code: string, before = ""): number {
  const runs = Array.from({ length: 15 }, () => [run(code, before), run("", before)] as const);
  return Math.min(...runs.map(([full]) => full)) - Math.min(...runs.map(([, empty]) => empty));
}

function run(code: string, before: string): number {
  const script = `${before}; const started = performance.now(); ${code}; console.log(performance.now() - started);`;
  const cwd = new URL("../..", import.meta.url);
  return Number(execFileSync(process.execPath, ["--input-type=module", "--eval", script], { cwd }));
}

/**
 * How long `verify` takes against an HMAC, a comparison and JSON.parse: the median of alternating
 * rounds.
 */
export function ratioToBare(event: string): number {
  const [payload] = JSON.parse(readFileSync(new URL(`${event}.json`, samples), "utf8")) as [unknown];
  const body = Buffer.from(JSON.stringify(payload));
  const headers = sign(body, { secret, name: event });
  const expected = headers["x-hub-signature-256"]!.slice("sha256=".length);
  const bare = (): unknown => {
    const actual = createHmac("sha256", secret).update(body).digest();
    if (!timingSafeEqual(actual, Buffer.from(expected, "hex")))
      throw new Error("the signature does not match.");
    return JSON.parse(body.toString());
  };
  return alternate(() => verify({ headers, body }, { secret }), bare);
}

function alternate(one: () => unknown, other: () => unknown): number {
  for (let warm = 0; warm < 50; warm++) {
    timeOf(one);
    timeOf(other);
  }
  const ratios = Array.from({ length: 200 }, () => timeOf(one) / timeOf(other));
  return ratios.sort((a, b) => a - b)[100]!;
}

function timeOf(action: () => unknown): number {
  const started = process.hrtime.bigint();
  for (let round = 0; round < 40; round++) action();
  return Number(process.hrtime.bigint() - started);
}
