import { jittered } from "../handling/backoff.ts";
import { endedFailure, failedAttempt, failureOf } from "../handling/failure.ts";
import { systemClock, type Clock } from "../runtime/clock.ts";
import { groupCommit } from "../runtime/group-commit.ts";
import {
  LeaseLostError,
  StoppingError,
  type AttemptResult,
  type HandleLimits,
  type RunAttempt,
  type StoreSettings,
  type Workers,
} from "../store/store.ts";
import { RateLimit } from "./rate-limit.ts";
import type { AttemptRecord, ClaimedRow, Fence, LeasedRows } from "./leased-rows.ts";

/** Claims of more rows would hold a table's write lock for too long. */
const MAX_CLAIMS = 32;
/** Results recorded in one write. */
const MAX_RECORDS = { items: 256, bytes: Infinity };
const RECORD_AGAIN_AFTER_MS = 1000;

/** What the loop drives: a table, or an engine that can be fetched from like one. */
export type LeaseRows = Pick<LeasedRows, "claim" | "renew" | "record" | "nextDue">;

/** Options of `LeaseLoop`. */
export interface LeaseLoopOptions {
  readonly rows: LeaseRows;
  readonly clock: Clock;
  readonly providers: readonly string[];
  readonly run: RunAttempt;
  /** For providers that may not have all. */
  readonly limits?: ReadonlyMap<string, HandleLimits> | undefined;
  readonly settings: StoreSettings;
  /** How often to look although nobody called `wake`. */
  readonly pollMs: number;
}

interface Running {
  readonly delivery: ClaimedRow;
  readonly controller: AbortController;
  leaseUntil: number;
  ended: Promise<void>;
}

/** Claims due deliveries, runs them, renews their leases and records their results. */
export class LeaseLoop implements Workers {
  readonly #options: LeaseLoopOptions;
  readonly #records: { add(item: AttemptRecord): Promise<boolean>; idle(): Promise<void> };
  /** In the order of their last start, the longest ago first. */
  readonly #providers: Set<string>;
  readonly #running = new Set<Running>();
  readonly #rates = new Map<string, RateLimit>();
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
    for (const [provider, { perSecond }] of options.limits ?? []) {
      if (perSecond !== undefined) this.#rates.set(provider, new RateLimit(perSecond));
    }
    const write = (batch: readonly AttemptRecord[]): Promise<readonly boolean[]> =>
      rows.record(batch, clock.now());
    this.#records = groupCommit(write, MAX_RECORDS);
    this.#renewLater();
    this.wake();
  }

  /** Says that work may have come. */
  wake(): void {
    this.#isWanted = true;
    if (this.#isStopping) return;
    this.#claiming ??= this.#claimAll().finally(() => {
      this.#claiming = undefined;
      // Called after the last look, and before this.
      if (this.#isWanted) this.wake();
    });
  }

  /** Called again, it waits no longer than the sooner of the two limits. */
  async stop(timeoutMs: number): Promise<void> {
    this.#isStopping = true;
    this.#cancelPoll?.();
    // In real time: a shutdown must end, whatever the store's clock says.
    const cancel = systemClock.after(timeoutMs, () => this.#giveBack());
    await this.#claiming;
    await Promise.all(Array.from(this.#running, (one) => one.ended));
    cancel();
    await this.#records.idle();
    this.#cancelRenewal?.();
  }

  #giveBack(): void {
    this.#isLate = true;
    for (const { controller } of this.#running) controller.abort(new StoppingError());
  }

  /** Ends without giving anything back, as a killed process would. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#isStopping = true;
    this.#cancelPoll?.();
    this.#cancelRenewal?.();
    for (const { controller } of this.#running) controller.abort(new LeaseLostError());
  }

  async #claimAll(): Promise<void> {
    const { clock, pollMs, settings } = this.#options;
    this.#cancelPoll?.();
    let wait = pollMs;
    try {
      while (this.#isWanted && !this.#isStopping) {
        this.#isWanted = false;
        // With no room left, the next attempt to end wakes us.
        wait = pollMs;
        if (this.#running.size >= settings.concurrency) continue;
        if (await this.#claimSome()) this.#isWanted = true;
        else wait = await this.#untilDue();
        // Something fell due meanwhile: look again.
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
    const { leaseMs, attempts, concurrency } = settings;
    const limit = Math.min(MAX_CLAIMS, concurrency - this.#running.size);
    const now = clock.now();
    const limits = this.#rooms(now);
    const providers = this.#inTurn().filter((provider) => limits[provider] !== 0);
    if (providers.length === 0) return false;
    const claimed = await rows.claim({ providers, limit, now, leaseMs, attempts, limits });
    if (this.#isAbandoned) return false;
    for (const row of claimed) {
      if ("ended" in row) settings.onFailure(endedFailure(row.ended));
      else this.#start(row, now + leaseMs);
    }
    return claimed.length === limit;
  }

  /** Providers with the fewest running first: a busy one must not keep the others waiting. */
  #inTurn(): string[] {
    const running = new Map<string, number>();
    for (const { delivery } of this.#running) {
      const { provider } = delivery.entry;
      running.set(provider, (running.get(provider) ?? 0) + 1);
    }
    return [...this.#providers].toSorted((a, b) => (running.get(a) ?? 0) - (running.get(b) ?? 0));
  }

  /** How many of a provider may start, for those with limits of their own. */
  #rooms(now: number): Record<string, number> {
    const rooms: Record<string, number> = {};
    for (const [provider, { concurrency = Infinity }] of this.#options.limits ?? []) {
      const running = [...this.#running].filter(({ delivery }) => delivery.entry.provider === provider);
      const rate = this.#rates.get(provider)?.room(now) ?? Infinity;
      const room = Math.max(0, Math.min(concurrency - running.length, rate));
      if (room !== Infinity) rooms[provider] = room;
    }
    return rooms;
  }

  async #untilDue(): Promise<number> {
    const { rows, clock, providers, pollMs } = this.#options;
    const now = clock.now();
    const rooms = this.#rooms(now);
    // One that is full is looked at when an attempt ends, or when its rate allows.
    const rates = [...this.#rates].filter(([provider, rate]) => rooms[provider] === 0 && rate.room(now) <= 0);
    const allowed = Math.min(...rates.map(([, rate]) => rate.nextAt()));
    const due = await rows.nextDue(providers.filter((provider) => rooms[provider] !== 0));
    return Math.min(pollMs, Math.min(due ?? Infinity, allowed) - clock.now());
  }

  #start(delivery: ClaimedRow, leaseUntil: number): void {
    const controller = new AbortController();
    const one: Running = { delivery, controller, leaseUntil, ended: Promise.resolve() };
    this.#running.add(one);
    this.#rates.get(delivery.entry.provider)?.add(this.#options.clock.now());
    this.#providers.delete(delivery.entry.provider);
    this.#providers.add(delivery.entry.provider);
    one.ended = this.#handle(one).finally(() => {
      this.#running.delete(one);
      this.wake();
    });
  }

  async #handle(one: Running): Promise<void> {
    const { clock, settings } = this.#options;
    const { delivery, controller } = one;
    const result = await this.#run(one);
    if (result.state === "lost") return;
    const wait = result.state === "retry" ? jittered(settings.delaysMs, delivery.attemptsSinceRevival) : 0;
    const due = clock.now() + wait;
    const failure = failureOf(delivery, result, due);
    let isReported = failure === undefined;
    const reportOnce = (): void => {
      if (!isReported) settings.onFailure(failure!);
      isReported = true;
    };
    const record = { ...fenceOf(delivery), result, due };
    while (!this.#isAbandoned && !isLeaseLost(controller.signal)) {
      try {
        await this.#records.add(record);
        reportOnce();
        return;
      } catch (error) {
        if (this.#isAbandoned) return;
        // A store that is away must not keep a failure to itself.
        reportOnce();
        settings.onError(error);
        if (this.#isStopping) return; // the lease runs out by itself
      }
      // Recording late beats handling twice: the lease is renewed meanwhile.
      await new Promise<void>((resolve) => {
        clock.after(RECORD_AGAIN_AFTER_MS, resolve);
      });
    }
  }

  /** `run` must not reject, but a faulty one must not end the process. */
  async #run(one: Running): Promise<AttemptResult> {
    const { run, clock, settings } = this.#options;
    const { delivery, controller } = one;
    if (this.#isLate) return { state: "released" };
    try {
      const isLeased = (): boolean => clock.now() < one.leaseUntil;
      return await run({ ...delivery, isLeased }, controller.signal);
    } catch (error) {
      settings.onError(error);
      return failedAttempt(error, delivery);
    }
  }

  #renewLater(): void {
    const { clock, settings } = this.#options;
    this.#cancelRenewal = clock.after(settings.leaseMs / 3, () => {
      this.#renewLater();
      if (this.#running.size > 0) void this.#renew();
    });
  }

  async #renew(): Promise<void> {
    const { rows, clock, settings } = this.#options;
    const until = clock.now() + settings.leaseMs;
    const leased = [...this.#running].filter(({ controller }) => !controller.signal.aborted);
    try {
      const renewed = await rows.renew(
        leased.map(({ delivery }) => fenceOf(delivery)),
        until,
      );
      leased.forEach((one, index) => {
        if (renewed[index] === true) one.leaseUntil = until;
        else if (this.#running.has(one)) one.controller.abort(new LeaseLostError());
      });
    } catch (error) {
      if (this.#isAbandoned) return;
      settings.onError(error);
      for (const { leaseUntil, controller } of leased) {
        if (leaseUntil <= clock.now()) controller.abort(new LeaseLostError());
      }
    }
  }
}

function fenceOf({ id, attempt, entry }: ClaimedRow): Fence {
  return { id, attempt, provider: entry.provider };
}

function isLeaseLost(signal: AbortSignal): boolean {
  return signal.aborted && signal.reason instanceof LeaseLostError;
}
