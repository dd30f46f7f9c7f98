import type { Filter } from "../../../src/model/filter.ts";
import { KINDS, type Kind } from "../../../src/model/line.ts";

/** Places of the page, each with an address of its own. */
export type Place = "timeline" | "flags" | "refused" | "inbox" | "try";

/** Everything that the page's address says: what one pastes into a chat shows the same. */
export interface Address {
  readonly place: Place;
  readonly provider: string;
  readonly kind: string;
  readonly flag: string;
  readonly actor: string;
  readonly environment: string;
  readonly q: string;
  readonly from: string;
  readonly to: string;
  readonly span: string;
  /** The chosen line, or the chosen refusal in its place. */
  readonly chosen: number | undefined;
  /** The state of deliveries that the inbox shows; empty for all that are not done. */
  readonly state: string;
  /** Why deliveries that the inbox shows are dead. */
  readonly reason: string;
  /** The chosen delivery of the inbox, or {@link TRIALS}. */
  readonly delivery: string;
}

/** Chosen in the inbox: what one can try on samples. No delivery has this id. */
export const TRIALS = "trials";

/** The timeline, with nothing filtered and nothing chosen. */
export const NOTHING: Address = {
  place: "timeline",
  provider: "",
  kind: "",
  flag: "",
  actor: "",
  environment: "",
  q: "",
  from: "",
  to: "",
  span: "",
  chosen: undefined,
  state: "",
  reason: "",
  delivery: "",
};

/** What filters lines, in the order in which an address has it. */
export const FILTER_NAMES = ["provider", "kind", "flag", "actor", "environment", "q", "from", "to"] as const;

/** A part of an address that filters lines. */
export type FilterName = (typeof FILTER_NAMES)[number];

/** The path of each place. */
export const PATHS: Readonly<Record<Place, string>> = {
  timeline: "/",
  flags: "/flags",
  refused: "/refused",
  inbox: "/inbox",
  try: "/try",
};

const PLACES = Object.keys(PATHS) as Place[];

/** What an address has beside its filters, in this order. */
const OTHERS = ["span", "state", "reason", "delivery"] as const;

/** Reads an address. What makes no sense in it counts as absent. */
export function parseAddress(url: URL): Address {
  const text = (name: string): string => url.searchParams.get(name) ?? "";
  const time = (name: string): string => (Number.isNaN(Date.parse(text(name))) ? "" : text(name));
  const id = /^\d{1,15}$/.exec(text("line"))?.[0];
  return {
    place: PLACES.find((place) => PATHS[place] === url.pathname) ?? "timeline",
    provider: text("provider"),
    kind: (KINDS as readonly string[]).includes(text("kind")) ? text("kind") : "",
    flag: text("flag"),
    actor: text("actor"),
    environment: text("environment"),
    q: text("q"),
    from: time("from"),
    to: time("to"),
    span: text("span"),
    chosen: id === undefined ? undefined : Number(id),
    state: text("state"),
    reason: text("reason"),
    delivery: text("delivery"),
  };
}

/** Writes an address, without what is absent. */
export function formatAddress(address: Address): string {
  const query = filterSearch(address);
  for (const name of OTHERS) if (address[name] !== "") query.set(name, address[name]);
  if (address.chosen !== undefined) query.set("line", String(address.chosen));
  const text = query.toString();
  return PATHS[address.place] + (text === "" ? "" : `?${text}`);
}

/** The filters of an address as the API takes them. */
export function filterSearch(address: Address): URLSearchParams {
  return new URLSearchParams(
    FILTER_NAMES.flatMap((name) => (address[name] === "" ? [] : [[name, address[name]]])),
  );
}

/** The filters of an address, for lines that arrive live. */
export function filterOf(address: Address): Filter {
  const text = (name: FilterName): string | undefined => address[name] || undefined;
  const time = (name: FilterName): Date | undefined =>
    address[name] === "" ? undefined : new Date(address[name]);
  return {
    provider: text("provider"),
    kind: text("kind") as Kind | undefined,
    flag: text("flag"),
    actor: text("actor"),
    environment: text("environment"),
    q: text("q"),
    from: time("from"),
    to: time("to"),
  };
}

/** Whether anything is filtered out. */
export function isFiltered(address: Address): boolean {
  return FILTER_NAMES.some((name) => address[name] !== "");
}

/** The half hour before a moment, and the moment itself. */
export function halfHourBefore(at: string): Pick<Address, "from" | "to"> {
  return { from: new Date(Date.parse(at) - 30 * 60_000).toISOString(), to: at };
}
