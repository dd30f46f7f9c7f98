import { defineConfig } from "vitest/config";

// Tests run from source: no build, and no stale one.
const conditions = ["@flaghook/source", "module", "node", "development|production"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // .ci/run reads its counts from the report; nobody else needs the file.
    reporters: process.env["CI"]
      ? ["default", ["json", { outputFile: ".ci/logs/vitest.json" }]]
      : ["default"],
    // For what hangs, not for what is slow: the machine may be busy.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{packages,apps,checks,tools}/*/test/**/*.test.ts"],
          exclude: ["checks/runtimes/**"],
          environment: "node",
        },
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
    ],
    coverage: { provider: "v8", include: ["packages/*/src/**"], reporter: ["text", "json-summary"] },
  },
});
