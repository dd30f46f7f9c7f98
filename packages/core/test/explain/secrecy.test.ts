import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { explain, type Diagnosis } from "../../src/explain.ts";
import type { Secret } from "../../src/index.ts";
import { commonDamages, type Damaged } from "./support/damaged.ts";
import { damagedByProvider } from "./support/damaged-by-provider.ts";
import { damagedByScheme } from "./support/damaged-by-scheme.ts";
import { genuine } from "./support/genuine.ts";

const table = [...Object.values(genuine).flatMap(commonDamages), ...damagedByProvider, ...damagedByScheme];

/** Secrets in every form in which they could be read back. */
function formsOf(secret: Secret): readonly string[] {
  const bytes = Buffer.from(secret);
  return [
    bytes.toString(),
    bytes.toString().trim(),
    bytes.toString("base64"),
    bytes.toString("base64url"),
    bytes.toString("hex"),
  ];
}

/**
 * Every signature over the body as it was sent and as it came, under the sender's secret and the
 * given ones.
 */
function validSignatures({ of, delivery }: Damaged, secrets: readonly Secret[]): readonly string[] {
  const bodies = [
    of.body,
    ...(typeof delivery.body === "string" || delivery.body instanceof Uint8Array ? [delivery.body] : []),
  ];
  return ["sha1", "sha256", "sha512"].flatMap((algorithm) =>
    secrets.flatMap((secret) =>
      bodies.flatMap((body) => {
        const hmac = createHmac(algorithm, secret).update(body).digest();
        return [hmac.toString("hex"), hmac.toString("base64"), hmac.toString("base64url")];
      }),
    ),
  );
}

/** Runs of 16 characters of a text. */
function* windows(text: string): Generator<string> {
  for (let start = 0; start + 16 <= text.length; start += 4) yield text.slice(start, start + 16);
}

describe("no diagnosis holds a secret, a signature or the body", () => {
  it.each(table)("$name", (damaged) => {
    const { of, delivery, options } = damaged;
    const text = textOf(explain(of.provider, delivery, options));
    const secrets = [of.secret, options.secret, ...Object.values(options.otherSecrets ?? {})].flat<
      unknown[]
    >() as Secret[];
    // The name of a variable is no secret, and is in the advice to read it.
    const spelled = secrets.filter(
      (secret) => damaged.cause !== "secret-placeholder" || secret === of.secret,
    );
    expect(spelled.flatMap(formsOf).filter((form) => text.includes(form))).toEqual([]);
    expect(validSignatures(damaged, secrets).filter((signature) => holds(text, signature))).toEqual([]);
    const sent = Object.entries(delivery.headers as Record<string, unknown>).filter(([name]) =>
      name.includes("signature"),
    );
    const values = sent
      .flatMap(([, value]) => value)
      .filter((value) => typeof value === "string" && value.length > 20);
    expect(values.filter((value) => text.includes(value as string))).toEqual([]);
    expect([...windows(of.body)].filter((piece) => text.includes(piece))).toEqual([]);
  });
});

/** In any case of letters: hex in upper case is the same signature. */
function holds(text: string, signature: string): boolean {
  return text.toLowerCase().includes(signature.toLowerCase());
}

/** Everything that a logger could print of it, and what is not enumerable. */
function textOf(diagnosis: Diagnosis): string {
  const all = [diagnosis, ...diagnosis.causes, diagnosis.effort];
  return all
    .flatMap((one) =>
      Reflect.ownKeys(one).map((key) => `${String(key)}: ${JSON.stringify(Reflect.get(one, key))}`),
    )
    .join("\n");
}

it("names no header whose name is the sender's own text", () => {
  const { provider, secret, body, headers } = genuine.goff;
  const { "x-hub-signature-256": signature, ...rest } = headers;
  const name = `x_signature_${"7".repeat(40)}!`;
  const diagnosis = explain(provider, { headers: { ...rest, [name]: signature! }, body }, { secret });
  expect(diagnosis.causes[0]).toMatchObject({ id: "header-name", certainty: "proven" });
  expect(textOf(diagnosis)).not.toContain("7777");
});
