/** Whose webhooks: one of a repository, an organization, or an app. */
export type RecoverTarget =
  | { readonly repo: `${string}/${string}`; readonly org?: never; readonly app?: never }
  | { readonly org: string; readonly repo?: never; readonly app?: never }
  | { readonly app: true; readonly repo?: never; readonly org?: never };

/** Options of `recoverDeliveries`. One that is not listed is a TypeError. */
export type RecoverOptions = RecoverTarget & {
  /**
   * A token that may read and write webhooks; for an app, its JWT. A function is called for each
   * request, since a JWT is good for ten minutes at most.
   */
  readonly token: string | (() => string | Promise<string>);
  /**
   * How far to look back: 3 days at most at github.com, 7 at GitHub Enterprise Server.
   *
   * @see
   *   https://docs.github.com/en/webhooks/testing-and-troubleshooting-webhooks/redelivering-webhooks
   *   (checked 2026-11-29)
   */
  readonly since: Date;
  /** One webhook of a repository or an organization. Default: all that are active. */
  readonly hookId?: number;
  /** Where the API is. Default `https://api.github.com`; a server's is `https://HOST/api/v3`. */
  readonly apiUrl?: string;
  /** Lists what is lost, and changes nothing. Default false. */
  readonly dryRun?: boolean;
  /**
   * Sends lost deliveries there itself, instead of asking GitHub to. For a receiver that has moved,
   * or that GitHub cannot reach.
   */
  readonly to?: { readonly url: string; readonly secret: string };
  /** The `key` of each delivery that an earlier run has seen to, for going on where it ended. */
  readonly done?: Iterable<string>;
  /** Hears of each delivery as soon as it was seen to: the place to write down its key. */
  readonly onDelivery?: (delivery: RecoveredDelivery) => void;
  /** Hears how long the rate limit makes us wait. */
  readonly onWait?: (milliseconds: number) => void;
  /**
   * Between two redeliveries, in milliseconds. Default 1000, as GitHub asks for.
   *
   * @see https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
   *   (checked 2026-11-29)
   */
  readonly pauseMs?: number;
  /** Ends the run: the promise rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
  /** The clock. Default: the system's. */
  readonly now?: () => Date;
  /** Waits. Default: a timer, ended by `signal`. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
};

/** A delivery that never got a success, and what was done about it. */
export interface RecoveredDelivery {
  /** What `done` takes: its guid, after the id of its webhook where there may be several. */
  readonly key: string;
  /** `X-GitHub-Delivery`, which all attempts at a delivery share, and all webhooks of the event. */
  readonly guid: string;
  /** The API's id of its last attempt, in digits: JavaScript would round many of them. */
  readonly id: string;
  /** Absent for an app, which has one webhook. */
  readonly hookId: number | undefined;
  readonly event: string;
  readonly action: string | undefined;
  /** The time of the first attempt that GitHub still lists, in ISO 8601. */
  readonly deliveredAt: string;
  /** How many attempts there were, all without success. */
  readonly attempts: number;
  /** What became of the last one, in GitHub's words. */
  readonly status: string;
  /**
   * `listed` in a dry run; `skipped` as it was in `done`; `redelivered` when GitHub has taken the
   * request, which says nothing about the attempt yet; `sent` and `resigned` when the receiver of
   * `to` has accepted it, with the signature of GitHub or with a new one; `failed` otherwise.
   */
  readonly result: "listed" | "skipped" | "redelivered" | "sent" | "resigned" | "failed";
  /** Why it failed. */
  readonly reason?: string;
}

/** What a run has found and done. */
export interface Recovery {
  /** How many attempts GitHub listed. */
  readonly examined: number;
  /** Every delivery without a success, the oldest first. */
  readonly deliveries: readonly RecoveredDelivery[];
}
