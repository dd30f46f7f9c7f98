import { authenticate } from "../../signature/authenticate.ts";
import { compileScheme } from "../../signature/compile-scheme.ts";
import { everyPart } from "../../signature/every-part.ts";
import type { SignatureScheme } from "../../signature/scheme.ts";
import type { Suspect, SuspectChange } from "../model/suspect.ts";

/**
 * The same delivery, verified as if the provider signed in another way: compiled and compared by
 * core as ever.
 */
export function withScheme({ provider }: Suspect, scheme: SignatureScheme): SuspectChange {
  const compiled = compileScheme(provider.id, scheme, everyPart);
  return {
    verify: (delivery, options) => {
      authenticate(provider.id, compiled, delivery, options);
    },
  };
}
