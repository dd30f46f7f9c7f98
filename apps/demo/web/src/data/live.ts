import type { Line } from "../../../src/model/line.ts";

/** Whether lines arrive. */
export type Connection = "connecting" | "live" | "reconnecting";

/** Something else changed: refusals came, samples went, the inbox has other dead ones, or a datafile was fetched. */
export type LiveNews = "refused" | "removed" | "inbox" | "datafile";

/** What a tab does with what arrives. */
export interface LiveListener {
  /** The newest line that the tab knows. */
  lastId(): number;
  onLines(lines: readonly Line[]): void;
  onNews(news: LiveNews): void;
  onConnection(connection: Connection): void;
}

type Message =
  | { readonly is: "line"; readonly line: Line; readonly previous: number }
  | { readonly is: "news"; readonly news: LiveNews }
  | { readonly is: "connection"; readonly connection: Connection }
  | { readonly is: "question" };

/** A line, and the id of the one before it in the stream. */
interface Arrival {
  readonly line: Line;
  readonly previous: number;
}

/** Arrived lines are shown together, so that many a second do not draw the page as often. */
const GATHER_MS = 100;

/** How long to wait before a stream is opened again that the browser gave up. */
const RETRY_MS = 2000;

/** Lines that are asked for at one time to close a gap. */
const BATCH = 1000;

/**
 * One event stream for all tabs: the tab with the lock has it, the others listen to a channel. A
 * browser opens no more than six connections to a server, and pages need some of them.
 */
export function listen(listener: LiveListener): void {
  const channel = new BroadcastChannel("radar");
  const tell = (message: Message): void => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
    channel.postMessage(message);
  };
  let connection: Connection = "connecting";
  let isLeader = false;

  const setConnection = (next: Connection): void => {
    connection = next;
    listener.onConnection(next);
    if (isLeader) tell({ is: "connection", connection });
  };

  // Handed on together, and one batch after the other, since closing a gap takes a while.
  let queue = Promise.resolve();
  let gathered: Arrival[] = [];
  const receive = (line: Line, previous: number): void => {
    if (gathered.length === 0) {
      setTimeout(() => {
        const batch = gathered;
        gathered = [];
        queue = queue.then(() => handOn(listener, batch));
      }, GATHER_MS);
    }
    gathered.push({ line, previous });
  };

  channel.addEventListener("message", ({ data }: MessageEvent<Message>) => {
    if (data.is === "line") receive(data.line, data.previous);
    else if (data.is === "news") listener.onNews(data.news);
    else if (data.is === "connection" && !isLeader) setConnection(data.connection);
    else if (data.is === "question" && isLeader) tell({ is: "connection", connection });
  });
  tell({ is: "question" });
  queue = queue.then(() => closeGap(listener));

  const openStream = (): void => {
    let previous = listener.lastId();
    const source = new EventSource(`/api/changes/stream?after=${previous}`);
    source.addEventListener("open", () => setConnection("live"));
    source.addEventListener("error", () => {
      setConnection("reconnecting");
      // After a response that is no stream, of a proxy say, the browser does not try again by itself.
      if (source.readyState === EventSource.CLOSED) setTimeout(openStream, RETRY_MS);
    });
    source.addEventListener("message", ({ data }: MessageEvent<string>) => {
      const line = JSON.parse(data) as Line;
      tell({ is: "line", line, previous });
      receive(line, previous);
      previous = line.id;
    });
    for (const news of ["refused", "removed", "inbox", "datafile"] as const) {
      source.addEventListener(news, () => {
        tell({ is: "news", news });
        listener.onNews(news);
      });
    }
  };
  const lead = (): Promise<never> => {
    isLeader = true;
    openStream();
    return new Promise(() => {}); // the lock is given back when the tab is closed
  };
  // Locks need a secure context: plain HTTP under a name of its own has a stream for each tab.
  if ("locks" in navigator) void navigator.locks.request("radar", lead);
  else void lead();
}

/** Lines that follow each other are handed on; before one that does not, the gap is closed. */
async function handOn(listener: LiveListener, batch: readonly Arrival[]): Promise<void> {
  const next: Line[] = [];
  const lastId = (): number => next.at(-1)?.id ?? listener.lastId();
  const flush = (): void => {
    if (next.length > 0) listener.onLines(next.splice(0));
  };
  for (const { line, previous } of batch) {
    if (previous > lastId()) {
      flush();
      await closeGap(listener);
    }
    if (line.id > lastId()) next.push(line);
  }
  flush();
}

async function closeGap(listener: LiveListener): Promise<void> {
  for (;;) {
    const response = await fetch(`/api/changes?since=${listener.lastId()}&limit=${BATCH}`).catch(
      () => undefined,
    );
    if (response?.ok !== true) return; // the next line shows the gap again
    const { lines } = (await response.json()) as { readonly lines: readonly Line[] };
    if (lines.length > 0) listener.onLines(lines);
    if (lines.length < BATCH) return;
  }
}
