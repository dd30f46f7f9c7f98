/**
 * For adapters: reads headers as `verify` reads them, and refuses wrong options at once. Users of a
 * provider need none of it.
 */
export { DEFAULT_MAX_BODY_BYTES, assertOptions } from "./delivery/verify-options.ts";
export {
  AMBIGUOUS,
  normaliseHeaders,
  readHeader,
  requireHeader,
  type NormalisedHeaders,
  type PresentValue,
} from "./delivery/headers.ts";
export { compileLimit } from "./errors/log-limit.ts";
export { withoutPointer } from "./errors/pointer.ts";
export { unguessableSecrets } from "./signature/unguessable-secrets.ts";
