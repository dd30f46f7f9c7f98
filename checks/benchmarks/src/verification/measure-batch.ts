// A process of its own: one batch of GO Feature Flag as large as its exporter sends. Writes duration or memory as JSON.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { durationRatio } from "./contest.ts";
import { bareHmac, deliveryOf, secret } from "./deliveries.ts";
import { providers } from "./providers.ts";

// From a file: making the batch here would be the peak of this process.
const [what, path, rounds] = process.argv.slice(2) as [string, string, string];
const body = readFileSync(path);
const { provider } = providers["goff"]!;
const { headers, hex } = deliveryOf(provider, body);
const hmac = bareHmac("sha256", body, hex);

const bare = (): unknown => (hmac(), JSON.parse(body.toString()));
/** A verifier whose `dedupeKey` is the digest of the body cannot do with less. */
const bareAndDigest = (): unknown => (createHash("sha256").update(body).digest("hex"), bare());
const ours = (): unknown => provider.verify({ headers, body }, { secret });

process.stdout.write(
  JSON.stringify(
    what === "duration" || what === "duration-with-digest"
      ? {
          ratio: await durationRatio(
            { name: "batch", bare: what === "duration" ? bare : bareAndDigest, ours },
            Number(rounds),
          ),
        }
      : { peak: peakOf(what === "bare" ? bare : ours) },
  ),
);

/** Bytes that the process grew by at most, while the result was there. */
function peakOf(run: () => unknown): number {
  globalThis.gc!();
  const before = process.memoryUsage().rss;
  const result = run();
  const peak = process.resourceUsage().maxRSS * 1024 - before;
  if (result === undefined) throw new Error("nothing was parsed");
  return peak;
}
