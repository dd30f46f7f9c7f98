import { featureEventKey, type ExportEvent, type NotifyEvent } from "@flaghook/goff";

/** One delivery that reached the handler, verified and typed. */
export interface Seen {
  readonly event: ExportEvent | NotifyEvent;
  readonly byteLength: number;
  /**
   * Whether JSON.parse and JSON.stringify would give other bytes: a verifier that does so refuses
   * it.
   */
  readonly differsReserialised: boolean;
}

/** What one adapter saw of one scenario. */
export interface Observed {
  readonly accepted: Seen[];
  /** Deliveries that the handler failed on purpose, after it had looked at their events. */
  readonly failedOnPurpose: Seen[];
  /** Codes or messages of everything else that went wrong. */
  readonly errors: string[];
}

/** Nothing observed so far. */
export function createObserved(): Observed {
  return { accepted: [], failedOnPurpose: [], errors: [] };
}

/**
 * The keys of every evaluation and tracking event that the handler saw, as often as it saw them.
 */
export function eventKeys({ accepted, failedOnPurpose }: Observed): readonly string[] {
  return [...failedOnPurpose, ...accepted].flatMap(({ event }) =>
    event.type === "export" ? event.payload.events.map(featureEventKey) : [],
  );
}

/** Says what is wrong with what one adapter saw, in words. Empty when all is well. */
export function faultsOf(scenario: string, seen: Observed, sentEvents: number): readonly string[] {
  const faults = [...seen.errors];
  const exports = seen.accepted.flatMap(({ event }) => (event.type === "export" ? [event] : []));
  const events = exports.flatMap(({ payload }) => payload.events);
  const expectTrue = (holds: boolean, otherwise: string): void => {
    if (!holds) faults.push(otherwise);
  };

  expectTrue(
    exports.every(({ otherEvents }) => otherEvents.length === 0),
    "an event was not recognised",
  );
  if (scenario === "notify") {
    expectTrue(seen.accepted.length === sentEvents, `${seen.accepted.length} of ${sentEvents} notifications`);
    faults.push(...notifyFaults(seen));
  } else {
    const distinct = new Set(eventKeys(seen)).size;
    expectTrue(distinct === sentEvents, `${distinct} distinct events of ${sentEvents}`);
  }
  if (scenario === "features") {
    const values = new Set(events.map((event) => (event.kind === "feature" ? kindOf(event.value) : "none")));
    expectTrue(values.size >= 5, `values only of ${[...values].join(", ")}`);
    expectTrue(
      seen.accepted.some((one) => one.differsReserialised),
      "no body differs when serialised again",
    );
  }
  if (scenario === "tracking") {
    expectTrue(
      events.every(({ kind }) => kind === "tracking"),
      "an event is not of kind tracking",
    );
  }
  if (scenario === "resend") {
    expectTrue(seen.failedOnPurpose.length > 0, "no batch was failed");
    expectTrue(eventKeys(seen).length > sentEvents, "no event came twice");
    expectTrue(
      exports.some(({ payload }) => payload.events.length === sentEvents),
      "no batch had old and new events",
    );
  }
  return faults;
}

function notifyFaults({ accepted }: Observed): readonly string[] {
  const changes = accepted.flatMap(({ event }) =>
    event.type === "notify"
      ? [[event.payload.flags.added, event.payload.flags.updated, event.payload.flags.deleted]]
      : [],
  );
  const seen = changes
    .map((lists) => lists.map((flags) => Object.keys(flags ?? {}).length).join("/"))
    .toSorted() // sent concurrently, so in any order
    .join(" ");
  return seen === "1/1/5 6/0/0" ? [] : [`flags added/updated/deleted were ${seen}`];
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
