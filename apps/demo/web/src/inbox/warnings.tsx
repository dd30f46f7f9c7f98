import type { JSX } from "preact";
import type { InboxOverview } from "../../../src/api/contract.ts";
import { agoOf } from "../format/time.ts";

const REDIS_FIX = `redis-cli config set appendonly yes
redis-cli config set appendfsync always
redis-cli config set maxmemory-policy noeviction`;

/** A fault is worth a line for so long. */
const RECENT_MS = 60_000;

/** What is wrong with the inbox, and what to change. */
export function Warnings({ overview }: { readonly overview: InboxOverview }): JSX.Element {
  const { engine, reason, lastError, providers } = overview;
  const paused = providers.filter(({ isPaused }) => isPaused).map(({ id }) => id);
  const now = Date.now();
  const isRecent = lastError !== null && now - Date.parse(lastError.at) < RECENT_MS;
  return (
    <>
      {reason !== null && (
        <p class="problem" role="alert">
          The inbox does not respond: {reason} Providers are asked to send again meanwhile.
        </p>
      )}
      {engine.loss !== null && (
        <details class="caution">
          <summary>
            <b>This inbox is not safe.</b> {engine.loss}
          </summary>
          {engine.name === "bullmq" ? (
            <>
              <p>
                A Redis that is killed forgets what it had acknowledged, and no provider sends that again.
                Change it, and its configuration file alike, then start the radar again:
              </p>
              <pre tabIndex={0}>{REDIS_FIX}</pre>
            </>
          ) : (
            <p>
              A Postgres that is killed forgets what it had acknowledged, and no provider sends that again.
              Turn fsync and synchronous_commit on, then start the radar again.
            </p>
          )}
        </details>
      )}
      {paused.length > 0 && (
        <p class="caution">
          <b>Paused: {paused.join(", ")}.</b> What comes is kept, and handled once you resume.
        </p>
      )}
      {reason === null && isRecent && (
        <p class="caution">
          Last fault, {agoOf(lastError.at, now)}: {lastError.message}
        </p>
      )}
    </>
  );
}
