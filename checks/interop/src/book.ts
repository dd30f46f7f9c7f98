import { featureEventKey, type ExportEvent, type NotifyEvent } from "@flaghook/goff";

/** One delivery that reached the handler, verified and typed. */
export interface Seen {
  readonly event: ExportEvent | NotifyEvent;
  readonly byteLength: number;
  /** Whether JSON.parse and JSON.stringify would give other bytes: a verifier that does so refuses it. */
  readonly differsReserialised: boolean;
}

/** What one adapter saw of one scenario. */
export interface Page {
  readonly accepted: Seen[];
  /** Deliveries that the handler failed on purpose, after it had looked at their events. */
  readonly failedOnPurpose: Seen[];
  /** Codes or messages of everything else that went wrong. */
  readonly errors: string[];
}

/** An empty page. */
export function newPage(): Page {
  return { accepted: [], failedOnPurpose: [], errors: [] };
}

/** The keys of every evaluation and tracking event that the handler saw, as often as it saw them. */
export function eventKeys({ accepted, failedOnPurpose }: Page): readonly string[] {
  return [...failedOnPurpose, ...accepted].flatMap(({ event }) =>
    event.type === "export" ? event.payload.events.map(featureEventKey) : [],
  );
}

/** What is wrong with a page, in words. Empty when all is well. */
export function faultsOf(scenario: string, page: Page, sentEvents: number): readonly string[] {
  const faults = [...page.errors];
  const exports = page.accepted.flatMap(({ event }) => (event.type === "export" ? [event] : []));
  const events = exports.flatMap(({ payload }) => payload.events);
  const expectTrue = (holds: boolean, otherwise: string): void => {
    if (!holds) faults.push(otherwise);
  };

  expectTrue(
    exports.every(({ otherEvents }) => otherEvents.length === 0),
    "an event was not recognised",
  );
  if (scenario === "notify") {
    expectTrue(page.accepted.length === sentEvents, `${page.accepted.length} of ${sentEvents} notifications`);
    faults.push(...notifyFaults(page));
  } else {
    const distinct = new Set(eventKeys(page)).size;
    expectTrue(distinct === sentEvents, `${distinct} distinct events of ${sentEvents}`);
  }
  if (scenario === "features") {
    const values = new Set(events.map((event) => (event.kind === "feature" ? kindOf(event.value) : "none")));
    expectTrue(values.size >= 5, `values only of ${[...values].join(", ")}`);
    expectTrue(
      page.accepted.some((one) => one.differsReserialised),
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
    expectTrue(page.failedOnPurpose.length > 0, "no batch was failed");
    expectTrue(eventKeys(page).length > sentEvents, "no event came twice");
    expectTrue(
      exports.some(({ payload }) => payload.events.length === sentEvents),
      "no batch held old and new events",
    );
  }
  return faults;
}

function notifyFaults({ accepted }: Page): readonly string[] {
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
