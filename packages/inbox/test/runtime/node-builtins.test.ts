import { afterEach, expect, it, vi } from "vitest";
import { compress, compressNow, decompress, sha256 } from "../../src/runtime/node-builtins.ts";

afterEach(() => vi.unstubAllGlobals());

function needs(name: string): string {
  return `the inbox needs ${name}, which this runtime does not have. Accept and handle where Node runs: in Next, leave out runtime = "edge".`;
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
  { where: "it finds nothing", found: { getBuiltinModule: () => undefined } },
])("says what to change where $where", async ({ found }) => {
  vi.stubGlobal("process", found);
  const bytes = new Uint8Array(1);
  expect(() => sha256("a")).toThrow(needs("node:crypto"));
  expect(() => compressNow(bytes)).toThrow(needs("node:zlib"));
  await expect(compress(bytes)).rejects.toThrow(needs("node:zlib"));
  await expect(decompress(bytes, 1)).rejects.toThrow(needs("node:zlib"));
});
