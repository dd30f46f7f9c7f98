/** How much time the strip can show. */
export const SPANS = ["1h", "6h", "24h", "7d", "all"] as const;
