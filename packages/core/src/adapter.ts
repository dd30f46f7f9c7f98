/**
 * What receivers need beside a provider: to read headers as `verify` reads them, and to refuse wrong options at once.
 *
 * For adapters. Users of a provider need none of it.
 */
export { DEFAULT_MAX_BODY_BYTES, checkOptions } from "./delivery/verify-options.ts";
export {
  NOT_ONE,
  presentHeader,
  readHeader,
  settleHeaders,
  type PresentValue,
  type SettledHeaders,
} from "./delivery/headers.ts";
