import type { Damage } from "../model/damage.ts";
import { MISMATCH } from "../model/refusal.ts";
import { rawBodyFix } from "../fix/raw-body-fix.ts";

/** Something read the body before. */
export const bodyEmpty: Damage = {
  id: "body-empty",
  title: "The body is empty: something read it before.",
  after: MISMATCH,

  signs({ body, headers }) {
    if (body.length > 0) return undefined;
    const length = headers.valueOf("content-length");
    const said =
      length !== undefined && /^[1-9]\d{0,14}$/.test(length) ? `, though content-length says ${length}` : "";
    return { certainty: "likely", detail: `No byte of a body arrived${said}.` };
  },

  fix: (suspect) =>
    `${rawBodyFix(suspect)} A stream gives its bytes once: nothing may read it before, not even a logger.`,
};
