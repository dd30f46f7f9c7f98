import type { Flag } from "../src/index.ts";

/** A flag with every field that GO Feature Flag v1.55.2 can send. */
export const fullFlag: Flag = {
  variations: { on: true, off: false, config: { limit: 2.5 }, none: null },
  targeting: [
    {
      name: "adults",
      query: "age >= 18",
      percentage: { on: 20, off: 80 },
      progressiveRollout: {
        initial: { variation: "off", percentage: 0, date: "2026-01-01T00:00:00.123+02:00" },
        end: { variation: "on", percentage: 100, date: "2026-02-01T00:00:00Z" },
      },
      disable: false,
    },
  ],
  bucketingKey: "teamId",
  defaultRule: { name: "default", variation: "off" },
  experimentation: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" },
  scheduledRollout: [{ date: "2026-03-01T00:00:00Z", disable: true, scheduledRollout: [{ version: "2" }] }],
  trackEvents: true,
  disable: false,
  version: "1.0",
  metadata: { issue: "https://example.com/?a=1&b=<2>" },
};
