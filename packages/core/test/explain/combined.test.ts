import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { explain, type ExplainOptions } from "../../src/explain.ts";
import type { DeliveryInput } from "../../src/index.ts";
import { genuine, type Genuine } from "./support/genuine.ts";
import { signatureOf } from "./support/damaged.ts";

const { github: push, goff: batch, optimizely: datafile } = genuine;

const reprinted = JSON.stringify(JSON.parse(datafile.body));
const bare = signatureOf(datafile).slice("sha1=".length);

/** Two and three damages on top of each other: all of them must be named, and every one is proven. */
const combined: readonly [
  name: string,
  of: Genuine,
  change: { body?: unknown; value?: string; secret?: ExplainOptions["secret"] },
  string[],
][] = [
  ["base64 of gzip", push, { body: gzipSync(push.body).toString("base64") }, ["body-base64", "body-gzip"]],
  [
    "base64 with a line break",
    push,
    { body: Buffer.from(`${push.body}\n`).toString("base64") },
    ["body-base64", "body-newline"],
  ],
  ["a secret in quotes with a line break", push, { secret: `"${push.secret}"\n` }, ["secret-quotes"]],
  ["upper case without a prefix", datafile, { value: bare.toUpperCase() }, ["header-prefix", "header-case"]],
  ["no prefix, and parsed", datafile, { value: bare, body: reprinted }, ["header-prefix", "body-reprinted"]],
  [
    "a secret with a space, and parsed",
    datafile,
    { secret: ` ${datafile.secret}`, body: reprinted },
    ["secret-space", "body-reprinted"],
  ],
  [
    "a header twice, a secret in quotes",
    batch,
    { value: `${signatureOf(batch)},${signatureOf(batch)}`, secret: `'${batch.secret}'` },
    ["header-twice", "secret-quotes"],
  ],
  [
    "base64 without a prefix",
    batch,
    { value: Buffer.from(signatureOf(batch).slice(7), "hex").toString("base64") },
    ["header-prefix", "header-encoding"],
  ],
  [
    "no prefix, a secret with a line break, and parsed",
    datafile,
    { value: bare, secret: `${datafile.secret}\n`, body: reprinted },
    ["header-prefix", "secret-line-break", "body-reprinted"],
  ],
  [
    "a parsed object, and a secret with a line break",
    datafile,
    { body: JSON.parse(datafile.body), secret: `${datafile.secret}\r\n` },
    ["body-parsed", "secret-line-break"],
  ],
];

describe("several damages are undone together", () => {
  it.each(combined)(
    "%s",
    (_, of, { body = of.body, value = signatureOf(of), secret = of.secret }, expected) => {
      const headers = { ...of.headers, [of.provider.scheme.header]: value };
      const { causes } = explain(of.provider, { headers, body } as DeliveryInput, { secret });
      expect(causes.map(({ id, certainty }) => `${certainty} ${id}`)).toEqual(
        expected.map((id) => `proven ${id}`),
      );
    },
  );
});

it("what brings the header into form is likely where nothing is proven", () => {
  const headers = { ...push.headers, "x-hub-signature-256": signatureOf(push).toUpperCase() };
  const { code, causes } = explain(push.provider, { headers, body: push.body }, { secret: "not this one" });
  expect(code).toBe("malformed-signature");
  expect(causes[0]).toMatchObject({ id: "header-case", certainty: "likely" });
});
