import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Key } from "./keys.ts";

const NAMES: Readonly<Record<string, string>> = {
  ArrowDown: "↓",
  ArrowUp: "↑",
  Escape: "Esc",
};

const API = [
  [
    "/api/changes",
    "Lines, newest first. Filters as in this page's address; pages by next and cursor; limit up to 1000.",
  ],
  ["/api/changes?format=csv", "The same as CSV."],
  ["/api/changes/stream", "Lines as server-sent events, with ids. Goes on after Last-Event-ID or ?after=."],
  ["/api/annotations", "What Grafana's JSON data sources draw. from and to as ISO 8601 or milliseconds."],
  ["/api/strip", "How many lines of each kind over time. span is 1h, 6h, 24h, 7d or all."],
  ["/api/flags", "Flags with their last change. Search with q."],
  [
    "/api/flag?flag=checkout-v2",
    "One flag: history, and evaluations by variation. environment; span as above.",
  ],
  ["/api/try", "Events that can be tried. POST sends one: provider, event, tampering as JSON."],
  ["/api/refused", "Refusals with their codes and causes."],
  ["/api/inbox", "Counts, throughput and health of the inbox."],
  ["/api/inbox/deliveries", "Its deliveries. state, provider, reason; pages by next and after."],
] as const;

/** Keys and API, over the page. */
export function Help({
  isOpen,
  keys,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly keys: readonly Key[];
  readonly onClose: () => void;
}): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="help-title"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div class="help">
        <header>
          <h2 id="help-title">Keys</h2>
          <button type="button" class="quiet" onClick={onClose} aria-label="Close help">
            ×
          </button>
        </header>
        <dl class="keys">
          {keys.map(({ keys: names, does }) => (
            <div key={does}>
              <dt>
                {names.map((name) => (
                  <kbd key={name}>{NAMES[name] ?? name}</kbd>
                ))}
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <h2>API</h2>
        <dl class="api">
          {API.map(([path, does]) => (
            <div key={path}>
              <dt>
                <a href={path} target="_blank" rel="noreferrer">
                  {path}
                </a>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <p class="hint">
          Filters: provider, kind, flag, actor, environment, q, from, to. With a token, send it as
          Authorization: Bearer.
        </p>
      </div>
    </dialog>
  );
}
