/** What handling a sample delivery can be made to do. */
export const BEHAVIOURS = ["works", "slow", "fails"] as const;

/** One of {@link BEHAVIOURS}. */
export type Behaviour = (typeof BEHAVIOURS)[number];
