/** Starts of a handler before a delivery is dead: with its waits, about a minute. */
export const ATTEMPTS = 8;
