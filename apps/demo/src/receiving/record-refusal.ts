import type { DeliveryInput, Provider } from "@flaghook/core";
import { withoutPointer } from "@flaghook/core/adapter";
import { explain, type Diagnosis } from "@flaghook/core/explain";
import { addDiagnosis, insertRefusal } from "../database/refusals.ts";
import type { Database } from "../database/schema.ts";
import { createAllowance } from "./allowance.ts";
import { causeOfDamage, findDamage } from "./damage.ts";
import { keptHeaders, signatureForm, type ReadHeader } from "./kept-headers.ts";
import type { Newsroom } from "./news.ts";
import { createQueue } from "./one-at-a-time.ts";

/** Bytes of a refused body that are kept. One that is larger is cut off, and not explained. */
export const MAX_KEPT_BYTES = 65_536;

/** A delivery whose body was read. */
interface ReadDelivery {
  readonly headers: DeliveryInput["headers"];
  readonly body: Uint8Array;
  header(name: string): string | undefined;
}

/** A delivery that was turned away, as the receiver reports it. */
export interface RefusedDelivery {
  readonly provider: Provider;
  readonly code: string;
  readonly message: string;
  /** Who sent it, as far as the connection says. */
  readonly address: string;
  /** Absent when it was refused before its body was read. */
  readonly delivery: ReadDelivery | undefined;
  readonly at: Date;
  readonly isSample: boolean;
  readonly secret: string | readonly string[];
  /** Secrets of the other endpoints, by the variable that sets each. */
  readonly otherSecrets: Readonly<Record<string, string>>;
}

/** Records refusals, as many as an address is allowed to cause. */
export interface RefusalRecorder {
  /** Gives the id of what is kept; `undefined` where the address caused too many. */
  record(refused: RefusedDelivery): Promise<number | undefined>;
  /** Resolves once every diagnosis is written. */
  idle(): Promise<void>;
}

/** Options of {@link createRefusalRecorder}. */
export interface RecorderOptions {
  readonly database: Database;
  readonly newsroom: Newsroom;
  readonly providers: readonly Provider[];
  readonly log: (line: string) => void;
  readonly now: () => Date;
}

/** Stores each refusal, says one line about it, and explains one at a time. */
export function createRefusalRecorder(options: RecorderOptions): RefusalRecorder {
  const { database, newsroom, providers, log, now } = options;
  const allowance = createAllowance({ atOnce: 30, pauseMs: 5000 });
  const queue = createQueue(30, (error) => log(`A refusal could not be explained: ${String(error)}`));

  return {
    async record(refused) {
      if (!allowance.take(refused.address, now().getTime())) return undefined;
      const skipped = allowance.drainSkipped();
      if (skipped > 0) log(`${skipped} more refusals were neither kept nor explained.`);
      if (!refused.isSample) log(`refused  ${refused.message}`);
      const id = await insertRefusal(database, draftOf(refused));
      newsroom.publish("refusals");
      const { delivery } = refused;
      if (delivery === undefined || delivery.body.length > MAX_KEPT_BYTES) return id;
      queue.add(async () => {
        await addDiagnosis(database, id, await diagnose(database, refused, delivery, providers));
        newsroom.publish("refusals");
      });
      return id;
    },
    idle: () => queue.idle(),
  };
}

function draftOf({ provider, code, message, delivery, at, isSample }: RefusedDelivery) {
  const header: ReadHeader = delivery === undefined ? () => undefined : (name) => delivery.header(name);
  const body = delivery?.body ?? new Uint8Array(0);
  return {
    at,
    provider: provider.id,
    code,
    message: withoutPointer(message), // the page explains it
    headers: {
      ...keptHeaders(provider, header),
      ...Object.fromEntries(
        provider.schemes.map((scheme) => [scheme.header, signatureForm(header(scheme.header), scheme)]),
      ),
    },
    body: body.slice(0, MAX_KEPT_BYTES),
    bodyBytes: body.length,
    isSample,
  };
}

/**
 * What `explain` says; and where it proves nothing, what a comparison with verified bodies shows.
 */
async function diagnose(
  database: Database,
  { provider, secret, otherSecrets }: RefusedDelivery,
  { headers, body }: ReadDelivery,
  providers: readonly Provider[],
): Promise<Pick<Diagnosis, "causes" | "effort">> {
  const { causes, effort } = explain(
    provider,
    { headers, body },
    { secret, otherProviders: providers, otherSecrets, framework: "hono" },
  );
  if (causes[0]?.certainty !== "possible") return { causes, effort };
  const damage = await findDamage(database, provider.id, new TextDecoder().decode(body));
  const compared = damage && causeOfDamage(damage);
  if (compared === undefined) return { causes, effort };
  return { causes: [compared, ...causes.filter(({ id }) => id !== "body-changed")], effort };
}
