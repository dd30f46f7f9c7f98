/** What an inbox did with a delivery. */
export type Acceptance = "accepted" | "duplicate" | "replay";

/** Whether an inbox said what it did. After anything else the delivery may not be safe. */
export function isAcceptance(value: unknown): value is Acceptance {
  return value === "accepted" || value === "duplicate" || value === "replay";
}
