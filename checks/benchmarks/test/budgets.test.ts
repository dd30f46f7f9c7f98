import { describe, expect, it } from "vitest";
import { bundleBudgets } from "../src/verification/bundle-budgets.ts";
import { bundle } from "../src/verification/bundle.ts";
import { ids } from "../src/verification/ids.ts";

// Bundles do not depend on the machine, so their budgets are tests. Times are only printed, by `pnpm bench`.

const measured = await Promise.all(
  ids.map(async (id) => {
    const exported = (await import(`../../../packages/${id}/src/index.ts`)) as object;
    return { id, budgets: bundleBudgets(exported, id) };
  }),
);

describe.each(measured)("the bundles of $id", ({ id, budgets }) => {
  const signature = bundle(`packages/${id}/src/signature.ts`, "node");
  const main = bundle(`packages/${id}/src/index.ts`, "node");
  const edge = bundle(`packages/${id}/src/signature.ts`, "edge");

  it("hold ./signature within its budget", () => {
    expect(signature.bytes).toBeLessThanOrEqual(budgets.signature);
  });

  it("hold the main entry within its budget", () => {
    expect(main.bytes).toBeLessThanOrEqual(budgets.main);
  });

  it("hold the portable hashes within their budget, on the edge alone", () => {
    expect(edge.bytes - signature.bytes).toBeLessThanOrEqual(budgets.portable);
    expect(edge.files.filter(isPortable)).not.toEqual([]);
    expect([...signature.files, ...main.files].filter(isPortable)).toEqual([]);
  });

  it("carry no zod where only signatures are verified", () => {
    expect([...signature.files, ...edge.files].filter((file) => file.includes("/zod/"))).toEqual([]);
  });

  it("carry SHA-512 nowhere: no scheme of theirs names it", () => {
    const files = [...signature.files, ...main.files, ...edge.files];
    expect(files.filter((file) => file.includes("sha512"))).toEqual([]);
  });
});

function isPortable(file: string): boolean {
  return file.includes("@noble/hashes") || file.endsWith("crypto-portable.ts");
}
