import { availableParallelism } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

// Tests run from source: no build, and no stale one.
const conditions = ["@flaghook/source", "module", "node", "development|production"];

const tests = "{packages,apps,checks,tools}/*/test/**";
const engineTests = `${tests}/*.engine.test.ts`;
/** They put a module in place of another, which must not reach other files. */
const isolatedTests = `${tests}/*.isolated.test.ts`;
/**
 * They bundle every entry, hash gigabytes or run the contract of a store on a disk: seconds each.
 */
const slowTests = `${tests}/*.slow.test.ts`;
const elsewhere = ["checks/runtimes/**"]; // a workspace of its own

// Each SQLite store has a thread of its own: the second one reads what the first compiled.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, "node_modules/.cache/node");

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // One more than there are cores: a test that waits for the disk leaves its core to another.
    maxWorkers: availableParallelism() + 1,
    // For what hangs, not for what is slow: the machine may be busy.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // vitest gives up on a poll after one second, which a server that starts again beside other tests can take.
    expect: { poll: { timeout: 20_000, interval: 10 } },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: [`${tests}/*.test.ts`],
          exclude: [engineTests, isolatedTests, slowTests, ...elsewhere],
          environment: "node",
          // A process for each of 300 files would cost more than most of their tests.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: "isolated", include: [isolatedTests], exclude: elsewhere, environment: "node" },
      },
      {
        extends: true,
        test: { name: "slow", include: [slowTests], exclude: elsewhere, environment: "node" },
      },
      {
        extends: true,
        test: {
          name: "types",
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            checker: "tsc",
            include: ["packages/*/test/**/*.test-d.ts"],
            tsconfig: "./tsconfig.json",
          },
        },
      },
      {
        extends: true,
        test: {
          // Against real servers: what they do takes the time that it takes, so only here may a test wait.
          name: "engines",
          include: [engineTests],
          exclude: elsewhere,
          environment: "node",
          globalSetup: "./tools/test-support/servers/require-engines.ts",
        },
      },
    ],
    coverage: { provider: "v8", include: ["packages/*/src/**"], reporter: ["text", "json-summary"] },
  },
});
