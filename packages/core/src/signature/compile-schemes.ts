import { compileScheme, type CompiledScheme } from "./compile-scheme.ts";
import type { Scheme } from "./scheme.ts";
import { compileTokenScheme } from "./token-scheme.ts";

/** Compiles schemes of every kind. */
export function compileSchemes(provider: string, schemes: readonly Scheme[]): CompiledScheme {
  const [scheme] = schemes;
  return scheme!.kind === "token" ? compileTokenScheme(provider, scheme!) : compileScheme(provider, scheme!);
}
