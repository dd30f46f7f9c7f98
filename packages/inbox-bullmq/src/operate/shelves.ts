import type { State } from "@flaghook/inbox/store";
import { DEAD_SCORE } from "../queue/job.ts";

/** Where BullMQ keeps ids: in a list, newest first, or in a part of a sorted set. */
export type Shelf =
  | { readonly kind: "list"; readonly name: string }
  | { readonly kind: "set"; readonly name: string; readonly from: string; readonly to: string };

/** The shelves of each state, in the order in which lists go through them. */
export const SHELVES: Readonly<Record<State, readonly Shelf[]>> = {
  pending: [
    { kind: "list", name: "wait" },
    { kind: "list", name: "paused" },
    { kind: "set", name: "prioritized", from: "-inf", to: "+inf" },
    { kind: "set", name: "delayed", from: "-inf", to: `(${DEAD_SCORE}` },
  ],
  running: [{ kind: "list", name: "active" }],
  done: [{ kind: "set", name: "completed", from: "-inf", to: "+inf" }],
  dead: [
    { kind: "set", name: "failed", from: "-inf", to: "+inf" },
    { kind: "set", name: "delayed", from: String(DEAD_SCORE), to: "+inf" },
  ],
};
