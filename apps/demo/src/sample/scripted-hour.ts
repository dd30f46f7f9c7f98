import {
  added,
  commit,
  datafile,
  deleted,
  evaluations,
  flag,
  history,
  undocumented,
  updated,
} from "./flag-payloads.ts";
import { deployment, incident, push } from "./github-payloads.ts";
import type { ScriptedDelivery } from "./script.ts";

const CHECKOUT = "checkout-v2";

/** Everybody gets the new checkout, and a payment provider that only it calls is down. */
const raised = updated(19, CHECKOUT, flag(25, { version: "3" }), flag(100, { version: "4" }));

/**
 * An hour of a small team. A rollout that goes wrong, a deployment shortly before that has nothing
 * to do with it, and three deliveries that must be refused.
 */
export const scriptedHour: readonly ScriptedDelivery[] = [
  push(57, "bo", ["Show the delivery date in the cart", "Round prices once", "Test the rounding"]),
  deployment(55, "staging", "success"),
  history(54, "project.flag_created", "search-ranking"),
  datafile(53.5, 11),
  added(51, CHECKOUT, flag(0, { version: "1" })),
  deployment(49, "production", "success"),
  commit(46, "Free shipping from 60 on"),
  updated(44, CHECKOUT, flag(0, { version: "1" }), flag(5, { version: "2" })),
  history(41, "project.flag_updated", "search-ranking", [
    { property: "environments.production.rules", before: "everybody: off", after: "beta: on" },
  ]),
  datafile(40.5, 12),
  { ...push(38, "chi", ["Wait longer for the warehouse"]), isReplayed: true },
  deployment(36, "staging", "failure"),
  push(34, "chi", ["Wait longer for the warehouse, and say so in the test"]),
  deployment(32.5, "staging", "success"),
  updated(30, CHECKOUT, flag(5, { version: "2" }), flag(25, { version: "3" })),
  added(28, "banner-winter", flag(100, { version: "1" })),
  push(24, "bo", ["Compress product images", "Cache the list of shops"]),
  deployment(22, "production", "success"),
  raised,
  incident(16, "bo", "opened", "Checkout: payments refused"),
  commit(14, "Quieter badge for sold-out sizes"),
  updated(11, CHECKOUT, flag(100, { version: "4" }), flag(100, { version: "5", disable: true })),
  incident(6, "ana", "closed", "Checkout: payments refused"),
  history(5, "project.flag_archived", "old-search"),
  datafile(4.5, 13),
  deleted(3, "banner-autumn", flag(100, { version: "7" })),
  { ...added(2.5, "banner-spring", flag(10, { version: "1" })), failsUntilRetried: true },
  undocumented(2, 13),
  push(1.5, "ana", ["Send checkout to the second payment provider"], "payment-fallback"),
  ...batches(),
  ...damaged(),
];

/**
 * Every two minutes a batch, in which the share of the new checkout and its failures can be seen.
 */
function batches(): readonly ScriptedDelivery[] {
  const minutes = Array.from({ length: 24 }, (_, index) => 46.3 - index * 2);
  return minutes.map((minute, index) =>
    evaluations(minute, CHECKOUT, { count: 150 + ((index * 47) % 60), minutes: 2, sharesAt }),
  );
}

/** A third of the evaluations fails while everybody gets the new checkout. */
function sharesAt(minutesAgo: number): { readonly new: number; readonly failed: number } {
  const isForAll = minutesAgo <= 19 && minutesAgo > 11;
  return { new: shareAt(minutesAgo), failed: isForAll ? 0.34 : 0 };
}

function shareAt(minutesAgo: number): number {
  if (minutesAgo > 44) return 0;
  if (minutesAgo > 30) return 0.05;
  if (minutesAgo > 19) return 0.25;
  return minutesAgo > 11 ? 1 : 0;
}

/** One was tampered with, one was parsed and printed again on its way, and one was never signed. */
function damaged(): readonly ScriptedDelivery[] {
  return [
    {
      ...datafile(40.2, 12),
      damage: ({ headers, body }) => ({ headers, body: JSON.stringify(JSON.parse(body)) }),
      refusedWith: "signature-mismatch",
    },
    {
      ...commit(26, "Everything for free"),
      damage: ({ body }) => ({ headers: {}, body }),
      refusedWith: "missing-signature",
    },
    {
      ...updated(8, CHECKOUT, flag(100, { version: "4" }), flag(100, { version: "5", disable: true })),
      damage: ({ headers, body }) => ({ headers, body: body.replace('"disable":true', '"disable":false') }),
      refusedWith: "signature-mismatch",
    },
  ];
}
