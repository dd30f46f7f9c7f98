/**
 * Refuses to handle deliveries while Next builds: it imports route modules to collect their data,
 * and what starts there would handle production's deliveries on the machine that builds.
 *
 * @throws {Error} during `next build`
 */
export function assertNotBuilding(env: Readonly<Record<string, string | undefined>> = process.env): void {
  if (env["NEXT_PHASE"] !== "phase-production-build") return;
  throw new Error(
    'inbox.start() was called during next build, which imports route modules: deliveries would be handled while you build. Call it in instrumentation.ts: export async function register() { if (process.env.NEXT_RUNTIME === "nodejs") await (await import("./inbox")).inbox.start(); }',
  );
}
