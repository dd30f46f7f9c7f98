import { afterEach, expect, it, vi } from "vitest";

const { process: real } = globalThis;

afterEach(() => vi.unstubAllGlobals());

async function chosenWhere(globalProcess: unknown): Promise<string> {
  vi.resetModules();
  vi.stubGlobal("process", globalProcess);
  const { backend, sha256Hex } = await import("../../src/crypto/portable.ts");
  vi.unstubAllGlobals();
  expect(sha256Hex(new Uint8Array())).toMatch(/^e3b0c442/);
  return backend.name;
}

it.each([
  { where: "there is no process", found: undefined },
  { where: "a process has no built-in modules", found: {} },
  {
    where: "getBuiltinModule throws, as in Next's edge runtime",
    found: {
      getBuiltinModule() {
        throw new Error("A Node.js API is used (process.getBuiltinModule)");
      },
    },
  },
  {
    where: "looking at getBuiltinModule throws",
    found: {
      get getBuiltinModule(): unknown {
        throw new Error("not supported");
      },
    },
  },
  { where: "there is no node:crypto", found: { getBuiltinModule: () => undefined } },
  { where: "node:crypto is empty", found: { getBuiltinModule: () => ({}) } },
])("takes @noble/hashes where $where", async ({ found }) => {
  expect(await chosenWhere(found)).toBe("@noble/hashes");
});

it("takes node:crypto where it is real, as in workerd with nodejs_compat", async () => {
  expect(await chosenWhere(real)).toBe("node:crypto");
});
