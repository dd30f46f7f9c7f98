import { lineOf, type Framework } from "../model/framework.ts";
import type { Suspect } from "../model/suspect.ts";

/** Frameworks whose users ask most often. */
const COMMON: readonly Framework[] = ["express", "fastify", "next", "lambda"];

/**
 * The fix that brings the raw bytes: one line where the framework is known, else the common ones.
 */
export function rawBodyFix(suspect: Suspect): string {
  const framework = frameworkOf(suspect);
  const lines = framework === undefined ? COMMON : [framework];
  return `Verify the bytes as they came, before anything parses them. ${lines.map(lineOf).join(" ")}`;
}

function frameworkOf({ framework, headers }: Suspect): Framework | undefined {
  if (framework !== undefined) return framework;
  if (headers.has("x-vercel-id")) return "next";
  return undefined;
}
