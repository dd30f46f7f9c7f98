import { compileHexScheme } from "../signature/hex-scheme.ts";
import type { SignatureScheme } from "../signature/scheme.ts";
import type { CompileSchemes } from "./assemble-provider.ts";

/** For one hex scheme, without the code of any other. */
export const hexOnly: CompileSchemes = (id, [scheme]) => compileHexScheme(id, scheme as SignatureScheme);
