import { randomUUID } from "node:crypto";
import { explain, type Diagnosis } from "@flaghook/core/explain";
import { createSender } from "../../../../packages/cli/src/sending/post.ts";
import { secretFor, tamper, type Tampering } from "../../../../packages/cli/src/sending/tamper.ts";
import { findLineAt } from "../database/lines.ts";
import { findRefusal } from "../database/refusals.ts";
import type { Database } from "../database/schema.ts";
import { SAMPLE_HEADER, type ExpectedSample, type SampleResult } from "../model/sample-scope.ts";
import type { Line } from "../model/line.ts";
import type { Refusal } from "../database/refusals.ts";
import type { Source } from "../providers.ts";
import type { Newsroom } from "../receiving/news.ts";
import type { ConfiguredSecret } from "../secrets.ts";
import { triableEvents, type TriableEvent } from "./catalogue.ts";

/** How long to wait for the response, and then for its row. */
const TIMEOUT_MS = 10_000;

/** Characters of the sent body that are shown. */
const SHOWN_CHARACTERS = 20_000;

/** A delivery to try. */
export interface Trial {
  readonly provider: string;
  readonly event: string;
  readonly tampering?: Tampering | undefined;
}

/** What became of a trial. */
export interface TrialResult {
  /** The request, without the secret or a signature. */
  readonly sent: { readonly path: string; readonly body: string; readonly isCut: boolean };
  readonly response: {
    readonly status: number;
    readonly text: string;
    readonly body: string;
    readonly milliseconds: number;
  };
  /** The line that it gave. */
  readonly line: Line | null;
  /** The refusal as it is kept. */
  readonly refusal: Refusal | null;
  /** Why it was refused, as `explain` says; the likeliest first. */
  readonly causes: Diagnosis["causes"];
  /** A token proves the sender, and nothing of the body. */
  readonly isToken: boolean;
}

/** Sends samples to the server's own endpoint. */
export interface TryIt {
  /** Samples that are on their way, by their names, which nobody can guess. */
  readonly samples: ReadonlyMap<string, ExpectedSample>;
  /** The events that can be tried, by provider. */
  events(): Promise<Readonly<Record<string, readonly string[]>>>;
  /**
   * Sends one, and waits for what becomes of it. `undefined` for an event that is not there.
   *
   * @throws {Error} with the reason, when the endpoint does not respond
   */
  send(trial: Trial, origin: string): Promise<TrialResult | undefined>;
}

/** Options of {@link createTryIt}. */
export interface TryItOptions {
  readonly sources: readonly Source[];
  readonly secrets: Readonly<Record<string, ConfiguredSecret>>;
  readonly database: Database;
  readonly newsroom: Newsroom;
  readonly now: () => Date;
}

/**
 * Signs with the endpoint's own secret and marks what it sends as a sample: one click removes it.
 */
export function createTryIt({ sources, secrets, database, newsroom, now }: TryItOptions): TryIt {
  const samples = new Map<string, ExpectedSample>();
  const otherProviders = sources.map(({ provider }) => provider);
  const known = new Map<string, Promise<readonly TriableEvent[]>>();
  const eventsOf = (source: Source): Promise<readonly TriableEvent[]> => {
    const { id } = source.provider;
    const events = known.get(id) ?? triableEvents(source);
    known.set(id, events);
    return events;
  };

  async function waitFor<Value>(read: () => Promise<Value | undefined>): Promise<Value | undefined> {
    const end = performance.now() + TIMEOUT_MS;
    for (;;) {
      const news = nextNews(newsroom, end - performance.now());
      const value = await read();
      if (value !== undefined) {
        news.stop();
        return value;
      }
      if (!(await news.came)) return undefined;
    }
  }

  return {
    samples,
    async events() {
      const all = await Promise.all(
        sources.map(
          async (source) => [source.provider.id, (await eventsOf(source)).map(({ event }) => event)] as const,
        ),
      );
      return Object.fromEntries(all.filter(([, events]) => events.length > 0));
    },
    async send({ provider: id, event, tampering }, origin) {
      const source = sources.find(({ provider }) => provider.id === id);
      const found = source && (await eventsOf(source)).find((one) => one.event === event);
      if (source === undefined || found === undefined) return undefined;
      const { provider } = source;
      const secret = secrets[id]!.secret[0]!;
      const text = Buffer.from(found.body);
      const signed = provider.sign(text, {
        secret: secretFor(tampering, secret, provider),
        name: found.name,
      });
      const { headers, body } = tamper({ headers: signed, body: text }, tampering, provider);
      const at = now();
      const sample = randomUUID();
      const results: SampleResult[] = [];
      samples.set(sample, { at, report: (result) => results.push(result) });
      const sender = createSender(TIMEOUT_MS);
      try {
        const path = `/webhooks/${id}`;
        const response = await sender.send({
          url: new URL(path, origin),
          method: "POST",
          headers: [...Object.entries(headers), [SAMPLE_HEADER, sample]],
          body,
          isChunked: false,
        });
        const [result] = results;
        const line =
          result?.is === "verified"
            ? await waitFor(() => findLineAt(database, id, result.dedupeKey, at))
            : undefined;
        const refusal =
          result?.is === "refused" && result.refusal !== undefined
            ? (await findRefusal(database, result.refusal))?.refusal
            : undefined;
        // By ourselves: of a delivery that was refused by its headers alone, the receiver kept no body.
        const { causes } =
          result?.is === "refused"
            ? explain(provider, { headers, body }, { secret, otherProviders, framework: "hono" })
            : { causes: [] };
        const shown = body.toString("utf8");
        return {
          sent: { path, body: shown.slice(0, SHOWN_CHARACTERS), isCut: shown.length > SHOWN_CHARACTERS },
          response: {
            status: response.status,
            text: response.statusText,
            body: response.body.toString("utf8").slice(0, SHOWN_CHARACTERS),
            milliseconds: Math.round(response.milliseconds),
          },
          line: line ?? null,
          refusal: refusal ?? null,
          causes,
          isToken: provider.scheme.kind === "token",
        };
      } finally {
        samples.delete(sample);
        sender.close();
      }
    },
  };
}

/** Resolves with the next news, or with false when none comes in time. */
function nextNews(
  newsroom: Newsroom,
  timeoutMs: number,
): { readonly came: Promise<boolean>; readonly stop: () => void } {
  const stopped = new AbortController();
  const came = new Promise<boolean>((resolve) => {
    const unsubscribe = newsroom.subscribe(() => end(true));
    const timer = setTimeout(() => end(false), Math.max(0, timeoutMs));
    stopped.signal.addEventListener("abort", () => end(false), { once: true });
    function end(hasCome: boolean): void {
      clearTimeout(timer);
      unsubscribe();
      resolve(hasCome);
    }
  });
  return { came, stop: () => stopped.abort() };
}
