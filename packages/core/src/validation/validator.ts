import type { Check } from "./check.ts";
import type { StandardSchema } from "./standard-schema.ts";

/**
 * Decides whether a payload has its event's shape, and must do so synchronously. A validator that
 * throws has refused the payload: `schema-mismatch`.
 */
export type Validator = StandardSchema | Check;
