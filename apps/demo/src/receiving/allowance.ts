/** Addresses that are remembered at one time. */
const MAX_ADDRESSES = 1000;

interface Bucket {
  left: number;
  filledAt: number;
}

/**
 * Says whether an address may still cause something costly. The rest is counted, and
 * deliveries are received all the same: behind a proxy all senders share an address.
 */
export interface Allowance {
  take(address: string, now: number): boolean;
  /** How many were not allowed since the last call. */
  drainSkipped(): number;
}

/** Allows so many at once, and one more after each pause. */
export function createAllowance({ atOnce, pauseMs }: { atOnce: number; pauseMs: number }): Allowance {
  const buckets = new Map<string, Bucket>();
  let skipped = 0;
  return {
    take(address, now) {
      const bucket = buckets.get(address) ?? { left: atOnce, filledAt: now };
      const gained = Math.max(0, Math.floor((now - bucket.filledAt) / pauseMs));
      bucket.left = Math.min(atOnce, bucket.left + gained);
      bucket.filledAt += gained * pauseMs;
      buckets.delete(address); // the newest comes last
      buckets.set(address, bucket);
      if (buckets.size > MAX_ADDRESSES) buckets.delete(buckets.keys().next().value!);
      if (bucket.left === 0) {
        skipped++;
        return false;
      }
      bucket.left--;
      return true;
    },
    drainSkipped() {
      const count = skipped;
      skipped = 0;
      return count;
    },
  };
}
