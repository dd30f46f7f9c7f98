/** Where a delivery is on its way. One that is backing off is pending. */
export type State = "pending" | "running" | "done" | "dead";

/** Every state, in the order of a delivery's way. */
export const STATES: readonly State[] = ["pending", "running", "done", "dead"];

/**
 * Why a delivery is dead.
 *
 * - `replay`: the same signed bytes had come under another unsigned id; kept aside
 * - `schema-mismatch`: signed, but against the schema of this version
 * - `unreadable`: the stored bytes no longer parse
 * - `attempts`: it failed as often as allowed
 */
export type DeadReason = "replay" | "schema-mismatch" | "unreadable" | "attempts";

/** Every reason. */
export const DEAD_REASONS: readonly DeadReason[] = ["replay", "schema-mismatch", "unreadable", "attempts"];

/**
 * What `accept` did.
 *
 * - `accepted`: stored, or a dead delivery revived
 * - `duplicate`: already stored, and durable
 * - `replay`: the same signed bytes under another unsigned id, stored beside a first delivery
 */
export type Acceptance = "accepted" | "duplicate" | "replay";

/** How many deliveries are in each state. `done` counts those still kept. */
export type InboxCounts = Readonly<Record<State, number>>;
