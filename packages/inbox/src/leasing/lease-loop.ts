import { jittered } from "../handling/backoff.ts";
import { systemClock, type Clock } from "../runtime/clock.ts";
import { failedAttempt } from "../handling/failure.ts";
import { groupCommit } from "../runtime/group-commit.ts";
import type { Fence, RowClaim, Rows, Settlement } from "./leased-rows.ts";
import { LeaseLost, Stopping, type Run, type Settings, type Verdict, type Workers } from "../store/store.ts";

/** Claims of more than this hold a table's write lock for too long. */
const MAX_CLAIMS = 32;
const SETTLE_AGAIN_AFTER = 1000;

/** What the loop drives: a table, or an engine that is fetched from like one. */
export type LeaseRows = Pick<Rows, "claim" | "renew" | "settle" | "nextDue">;

/** What the loop is told. */
export interface LeaseLoopOptions {
  readonly rows: LeaseRows;
  readonly clock: Clock;
  readonly providers: readonly string[];
  readonly run: Run;
  readonly settings: Settings;
  /** How often to look although nobody called `wake`, in milliseconds. */
  readonly poll: number;
}

interface Running {
  readonly claim: RowClaim;
  readonly controller: AbortController;
  leaseUntil: number;
  ended: Promise<void>;
}

/** Claims due deliveries, runs them, renews their leases and writes their verdicts down. */
export class LeaseLoop implements Workers {
  readonly #options: LeaseLoopOptions;
  readonly #settler: { add(item: Settlement): Promise<boolean>; idle(): Promise<void> };
  /** The one that was started longest ago first. */
  readonly #providers: Set<string>;
  readonly #running = new Set<Running>();
  #claiming: Promise<void> | undefined;
  #isWanted = false;
  #isStopping = false;
  #isLate = false;
  #isAbandoned = false;
  #cancelPoll: (() => void) | undefined;
  #cancelRenewal: (() => void) | undefined;

  constructor(options: LeaseLoopOptions) {
    const { rows, clock, providers } = options;
    this.#options = options;
    this.#providers = new Set(providers);
    const settle = (batch: readonly Settlement[]): Promise<readonly boolean[]> =>
      rows.settle(batch, clock.now());
    this.#settler = groupCommit(settle, { items: 256, bytes: Infinity });
    this.#renewLater();
    this.wake();
  }

  /** Says that work may have come. */
  wake(): void {
    this.#isWanted = true;
    if (this.#isStopping) return;
    this.#claiming ??= this.#claimAll().finally(() => (this.#claiming = undefined));
  }

  async stop(timeout: number): Promise<void> {
    this.#isStopping = true;
    this.#cancelPoll?.();
    // A shutdown is bounded in real time, whatever the store's clock says.
    const cancel = systemClock.after(timeout, () => this.#giveBack());
    await this.#claiming;
    await Promise.all(Array.from(this.#running, (one) => one.ended));
    cancel();
    await this.#settler.idle();
    this.#cancelRenewal?.();
  }

  #giveBack(): void {
    this.#isLate = true;
    for (const { controller } of this.#running) controller.abort(new Stopping());
  }

  /** Ends without giving anything back, as a killed process would. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#isStopping = true;
    this.#cancelPoll?.();
    this.#cancelRenewal?.();
    for (const { controller } of this.#running) controller.abort(new LeaseLost());
  }

  async #claimAll(): Promise<void> {
    const { clock, poll, settings } = this.#options;
    this.#cancelPoll?.();
    let wait = poll;
    try {
      while (this.#isWanted && !this.#isStopping) {
        this.#isWanted = false;
        // With no room left, the next one to end wakes us.
        wait = poll;
        if (this.#running.size >= settings.concurrency) continue;
        if (await this.#claimSome()) this.#isWanted = true;
        else wait = await this.#untilDue();
        // What fell due meanwhile, and a wake-up meanwhile, are looked for again.
        if (wait <= 0) this.#isWanted = true;
      }
    } catch (error) {
      if (!this.#isAbandoned) settings.onError(error);
    }
    if (!this.#isStopping) this.#cancelPoll = clock.after(wait, () => this.wake());
  }

  /** Whether there may be more. */
  async #claimSome(): Promise<boolean> {
    const { rows, clock, settings } = this.#options;
    const { lease, attempts, concurrency, delays } = settings;
    const longestWait = delays.at(-1) ?? 0;
    const limit = Math.min(MAX_CLAIMS, concurrency - this.#running.size);
    const now = clock.now();
    const claims = await rows.claim({ providers: this.#inTurn(), limit, now, lease, attempts, longestWait });
    if (this.#isAbandoned) return false;
    for (const claim of claims) this.#start(claim, now + lease);
    return claims.length === limit;
  }

  /** Those with the fewest running first: a busy provider must not keep the others waiting. */
  #inTurn(): string[] {
    const running = new Map<string, number>();
    for (const { claim } of this.#running) {
      const { provider } = claim.entry;
      running.set(provider, (running.get(provider) ?? 0) + 1);
    }
    return [...this.#providers].toSorted((a, b) => (running.get(a) ?? 0) - (running.get(b) ?? 0));
  }

  async #untilDue(): Promise<number> {
    const { rows, clock, providers, poll } = this.#options;
    const due = await rows.nextDue(providers);
    return due === undefined ? poll : Math.min(poll, due - clock.now());
  }

  #start(claim: RowClaim, leaseUntil: number): void {
    const controller = new AbortController();
    const one: Running = { claim, controller, leaseUntil, ended: Promise.resolve() };
    this.#running.add(one);
    this.#providers.delete(claim.entry.provider);
    this.#providers.add(claim.entry.provider);
    one.ended = this.#handle(one).finally(() => {
      this.#running.delete(one);
      this.wake();
    });
  }

  async #handle({ claim, controller }: Running): Promise<void> {
    const { clock, settings } = this.#options;
    const verdict = await this.#run(claim, controller.signal);
    if (verdict.state === "lost") return;
    const due = clock.now() + (verdict.state === "retry" ? jittered(settings.delays, claim.tries) : 0);
    while (!this.#isAbandoned && !isLost(controller.signal)) {
      try {
        await this.#settler.add({ ...fenceOf(claim), verdict, due });
        return;
      } catch (error) {
        if (this.#isAbandoned) return;
        settings.onError(error);
        if (this.#isStopping) return; // the lease runs out by itself
      }
      // Written late is better than handled twice: the lease is renewed meanwhile.
      await new Promise<void>((resolve) => {
        clock.after(SETTLE_AGAIN_AFTER, resolve);
      });
    }
  }

  /** A run must not reject. One that does, of a store's own making, must not end the process. */
  async #run(claim: RowClaim, signal: AbortSignal): Promise<Verdict> {
    const { run, settings } = this.#options;
    if (this.#isLate) return { state: "released" };
    try {
      return await run(claim, signal);
    } catch (error) {
      settings.onError(error);
      return failedAttempt(error, claim);
    }
  }

  #renewLater(): void {
    const { clock, settings } = this.#options;
    this.#cancelRenewal = clock.after(settings.lease / 3, () => {
      this.#renewLater();
      if (this.#running.size > 0) void this.#renew();
    });
  }

  async #renew(): Promise<void> {
    const { rows, clock, settings } = this.#options;
    const until = clock.now() + settings.lease;
    const held = [...this.#running].filter(({ controller }) => !controller.signal.aborted);
    try {
      const kept = await rows.renew(
        held.map(({ claim }) => fenceOf(claim)),
        until,
      );
      held.forEach((one, index) => {
        if (kept[index] === true) one.leaseUntil = until;
        else if (this.#running.has(one)) one.controller.abort(new LeaseLost());
      });
    } catch (error) {
      if (this.#isAbandoned) return;
      settings.onError(error);
      for (const { leaseUntil, controller } of held) {
        if (leaseUntil <= clock.now()) controller.abort(new LeaseLost());
      }
    }
  }
}

function fenceOf({ id, attempt, entry }: RowClaim): Fence {
  return { id, attempt, provider: entry.provider };
}

function isLost(signal: AbortSignal): boolean {
  return signal.aborted && signal.reason instanceof LeaseLost;
}
