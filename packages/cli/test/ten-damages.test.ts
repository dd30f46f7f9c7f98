import { gzipSync } from "node:zlib";
import { sign as signHypertune } from "@flaghook/hypertune";
import { describe, expect, test } from "vitest";
import { rawHttp, SECRET, signed } from "./support/deliveries.ts";
import { runCli } from "./support/run-cli.ts";

/**
 * What somebody's GitHub might send: numbers that JavaScript prints otherwise, and several
 * alphabets.
 */
const BODY =
  '{"action":"opened","issue":{"number":1347,"title":"Größe ✓ 漢字","body":"a/b <c>\\r\\n"},' +
  '"repository":{"full_name":"octo-org/hello-world","size":108},"sender":{"login":"octocat"}}';

const headers = signed(BODY, "issues");
const { "x-hub-signature-256": signature = "" } = headers;

function withSignature(value: string): Record<string, string> {
  return { ...headers, "x-hub-signature-256": value };
}

interface Damage {
  /** What somebody did, as they would tell it. */
  readonly what: string;
  readonly delivery: Buffer;
  readonly secret?: string;
  readonly options?: readonly string[];
  readonly cause: string;
}

const damages: readonly Damage[] = [
  {
    what: "express.json() ran first, and the payload was printed with indentation",
    delivery: rawHttp(headers, JSON.stringify(JSON.parse(BODY), null, 2)),
    cause: "body-reprinted",
  },
  {
    what: "the body was copied out of a log whose tool escapes what is not ASCII",
    delivery: rawHttp(
      headers,
      JSON.stringify(JSON.parse(BODY)).replaceAll(
        /[^ -~]/g,
        (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
      ),
    ),
    cause: "body-reprinted",
  },
  {
    what: "an editor ended the file with a line break",
    delivery: rawHttp(headers, `${BODY}\n`),
    cause: "body-newline",
  },
  {
    what: "API Gateway handed the body over in base64",
    delivery: rawHttp(headers, Buffer.from(BODY).toString("base64")),
    cause: "body-base64",
  },
  { what: "a proxy compressed the body", delivery: rawHttp(headers, gzipSync(BODY)), cause: "body-gzip" },
  {
    what: "the body was read as latin1 and written as UTF-8",
    delivery: rawHttp(headers, Buffer.from(Buffer.from(BODY).toString("latin1"))),
    cause: "body-charset",
  },
  {
    what: "the .env file has quotes around the secret",
    delivery: rawHttp(headers, BODY),
    secret: `"${SECRET}"`,
    cause: "secret-quotes",
  },
  {
    what: "the secret was pasted with a line break",
    delivery: rawHttp(headers, BODY),
    secret: `${SECRET}\n`,
    cause: "secret-line-break",
  },
  {
    what: "the deployment has the secret of staging",
    delivery: rawHttp(headers, BODY),
    secret: "that of production",
    options: ["--other-secret-env", "STAGING"],
    cause: "secret-swapped",
  },
  {
    what: "a gateway wrote the digest in upper case",
    delivery: rawHttp(withSignature(signature.replace(/=.*/, (hex) => hex.toUpperCase())), BODY),
    cause: "header-case",
  },
  {
    what: "a gateway cut the prefix off",
    delivery: rawHttp(withSignature(signature.slice("sha256=".length)), BODY),
    cause: "header-prefix",
  },
  {
    what: "a webhook of Hypertune has the URL of GitHub's",
    delivery: rawHttp(signHypertune(BODY, { secret: SECRET }), BODY),
    cause: "header-name",
  },
];

describe("explain alone tells a new user why it was refused", () => {
  test.each(damages)("$what", async ({ delivery, secret = SECRET, options = [], cause }) => {
    const env = { GITHUB_WEBHOOK_SECRET: secret, STAGING: SECRET };
    const args = ["explain", "github", "-", ...options];
    const { code, stdout } = await runCli([...args, "--json"], { env, stdin: delivery });
    const { causes } = JSON.parse(stdout) as {
      readonly causes: readonly { id: string; certainty: string }[];
    };
    expect({ code, first: causes[0] }).toEqual({
      code: 1,
      first: expect.objectContaining({ id: cause, certainty: "proven" }),
    });
    const { stdout: text } = await runCli(args, { env, stdin: delivery });
    expect(text).toMatch(new RegExp(`\nproven {2}.*\\(${cause}\\)\n[^]*\n {2}Fix: `));
  });
});
