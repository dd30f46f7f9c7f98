import { expect, test } from "vitest";
import { optimizely } from "../src/index.ts";
import { vectors } from "./vectors.ts";

const [documented] = vectors.genuine;
const { secret, body, headers } = documented!;
const parsed: unknown = JSON.parse(body);

/** The example as the documentation page prints it, trailing spaces and all. */
const printed = `{
  "timestamp": 1558138293,${" "}
  "project_id": 11387641093,${" "}
  "data":${" "}
  {
    "cdn_url": "https://cdn.optimizely.com/datafiles/QMVJcUKEJZFg8pQ2jhAybK.json",${" "}
    "environment": "Production",${" "}
    "origin_url": "https://optimizely.s3.amazonaws.com/datafiles/QMVJcUKEJZFg8pQ2jhAybK.json",${" "}
    "revision": 13
  },${" "}
  "event": "project.datafile_updated"
}`;

// Signatures of a verifier that takes the example in another spacing than the signed one.
const others = [
  { name: "as the page prints it", body: printed, hex: "25d3f51ad2cd41e604635acb35a41297fd6a0c8d" },
  { name: "with a newline behind it", body: `${printed}\n`, hex: "2d89addce34bf15d54d6acb0ceb565f5d395d607" },
  {
    name: "without its trailing spaces",
    body: printed.replaceAll(/ +$/gm, ""),
    hex: "b4819bfd430f014ab02cfd68fb95d3030ced739e",
  },
  {
    name: "as JSON.stringify writes it",
    body: JSON.stringify(parsed),
    hex: "c06352a69bbd94abd420d5da048eb64a4a17c5ea",
  },
  {
    name: "as JSON.stringify indents it",
    body: JSON.stringify(parsed, null, 2),
    hex: "d805b197f7bc82d83dc07ba7d384defee1d8a3e4",
  },
  {
    name: "as it was signed, and a newline",
    body: `${body}\n`,
    hex: "65b2714cc1b3f5198f31bb6b1472bf2266d83442",
  },
];

function resultOf(delivery: { headers: Readonly<Record<string, string>>; body: string }): string {
  const result = optimizely.safeVerify(delivery, { secret });
  return result.ok ? result.event.type : result.error.code;
}

test.each(others)("refuses the signature over the example $name, on the genuine body", ({ hex }) => {
  expect(resultOf({ headers: { "x-hub-signature": `sha1=${hex}` }, body })).toBe("signature-mismatch");
});

test.each(others)("refuses the genuine signature on the example $name", (other) => {
  expect(resultOf({ headers, body: other.body })).toBe("signature-mismatch");
});

test.each(others)("takes the example $name under its own signature", (other) => {
  expect(resultOf({ headers: { "x-hub-signature": `sha1=${other.hex}` }, body: other.body })).toBe(
    "project.datafile_updated",
  );
});
