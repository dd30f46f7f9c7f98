import type { Check } from "../validation/check.ts";
import type { Kit, Shape } from "./shape.ts";

/** Names the type that a check carries. */
declare const PAYLOAD: unique symbol;

/**
 * A check that was made from a shape. `Payload` is the type of a value that passes; the check
 * itself says only whether it does.
 */
export interface PayloadCheck<Payload> extends Check {
  /** Never there: it carries the type. */
  readonly [PAYLOAD]: Payload;
}

type CheckMaker = (...inside: unknown[]) => Check;

/** Makes the checks that `verify` runs, each as the part itself says. */
export const checkKit: Kit<Check> = (_kind, check, ...inside) =>
  inside.length === 0 ? (check as Check) : (check as CheckMaker)(...inside); // a part passes one of the two

/**
 * The plain check of a shape: no copy, and no zod to load. A validator of `defineProvider`, which
 * takes the payload's type from it.
 */
export function checkOf<Payload>(shape: Shape<Payload>): PayloadCheck<Payload> {
  return shape(checkKit) as PayloadCheck<Payload>; // the type is all there is of PAYLOAD
}
