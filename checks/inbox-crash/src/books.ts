import type { Handling, Remains } from "./fleet.ts";

/** A run's books. `faults` is empty when they balance. */
export interface Books {
  readonly acknowledged: number;
  readonly refused: number;
  readonly resent: number;
  readonly done: number;
  readonly dead: number;
  readonly lost: number;
  readonly handledAgain: number;
  readonly faults: readonly string[];
}

/** Acknowledged is done or dead, once each; done was handled; handled again only where a process or a lease was lost. */
export function balance({ acknowledged, refusals, killed, handled, lost, audit }: Remains): Books {
  const faults: string[] = [];
  const done = audit.done.map(({ id }) => id);
  const dead = audit.dead.map(({ id }) => id);
  const stored = new Set([...done, ...dead]);
  const missing = [...acknowledged].filter((id) => !stored.has(id));
  const extra = [...stored].filter((id) => !acknowledged.has(id));
  if (missing.length > 0) faults.push(`${missing.length} acknowledged and lost, e.g. ${missing[0]}`);
  if (extra.length > 0) faults.push(`${extra.length} stored and never sent, e.g. ${extra[0]}`);
  if (stored.size !== done.length + dead.length) faults.push("a delivery is stored twice");
  const { counts } = audit;
  if (counts.done !== done.length || counts.dead !== dead.length || counts.pending + counts.running > 0) {
    faults.push(
      `counts say ${JSON.stringify(counts)}, the lists ${done.length} done and ${dead.length} dead`,
    );
  }

  const byId = new Map<string, Handling[]>();
  for (const one of handled) byId.set(one.id, [...(byId.get(one.id) ?? []), one]);
  const unhandled = done.filter((id) => !byId.has(id));
  if (unhandled.length > 0) faults.push(`${unhandled.length} done and never handled, e.g. ${unhandled[0]}`);
  const alive = dead.filter((id) => !id.endsWith("99"));
  if (alive.length > 0) faults.push(`${alive.length} dead that could be handled, e.g. ${alive[0]}`);

  let handledAgain = 0;
  for (const [id, all] of byId) {
    handledAgain += all.length - 1;
    if (new Set(all.map(({ attempt }) => attempt)).size !== all.length)
      faults.push(`${id} was handled twice in one attempt`);
    const unexplained = all
      .toSorted((a, b) => a.attempt - b.attempt)
      .slice(0, -1)
      .filter(({ attempt, pid }) => !killed.has(pid) && !lost.has(`${id} ${attempt}`));
    if (unexplained.length > 0) faults.push(`${id} was handled again, and no process or lease was lost`);
  }
  return {
    acknowledged: acknowledged.size,
    refused: refusals,
    resent: audit.resent.length,
    done: done.length,
    dead: dead.length,
    lost: missing.length,
    handledAgain,
    faults,
  };
}
