/** More faults than this say nothing new, and a hostile payload could hold millions. */
export const MAX_ISSUES = 32;
