import { deliveries } from "./fuzzers/deliveries.ts";
import { forgeries } from "./fuzzers/forgeries.ts";
import { formBodies } from "./fuzzers/forms.ts";
import { receivers } from "./fuzzers/receivers.ts";
import { reentrancy } from "./fuzzers/reentrancy.ts";
import { responses } from "./fuzzers/responses.ts";
import { sizes } from "./fuzzers/sizes.ts";
import { validators } from "./fuzzers/validators.ts";
import type { Fuzzer } from "./harness/fuzzer.ts";

/** Every fuzzer, the longest first, so that none is left alone at the end. */
export const FUZZERS: readonly Fuzzer[] = [
  deliveries,
  forgeries,
  responses,
  receivers,
  sizes,
  reentrancy,
  formBodies,
  validators,
];
