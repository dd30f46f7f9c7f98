import type { JSX } from "preact";
import { PATHS, type Place } from "../address/address.ts";
import type { Connection } from "../data/live.ts";
import type { Theme } from "./theme.ts";

const WORDS: Readonly<Record<Connection, string>> = {
  connecting: "Connecting",
  live: "Live",
  reconnecting: "Reconnecting",
};

/** Places, how things stand, and what is always at hand. */
export function Header({
  place,
  refusals,
  dead,
  samples,
  connection,
  theme,
  onPlace,
  onRemoveSamples,
  onTheme,
  onHelp,
}: {
  readonly place: Place;
  readonly refusals: number;
  readonly dead: number;
  readonly samples: number;
  readonly connection: Connection;
  readonly theme: Theme;
  readonly onPlace: (place: Place) => void;
  readonly onRemoveSamples: () => void;
  readonly onTheme: () => void;
  readonly onHelp: () => void;
}): JSX.Element {
  const link = (name: Place, label: string, count?: number): JSX.Element => (
    <a
      href={PATHS[name]}
      aria-current={place === name ? "page" : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        onPlace(name);
      }}
    >
      {label}
      {count !== undefined && count > 0 && <span class={`badge is-${name}`}>{count.toLocaleString()}</span>}
    </a>
  );
  return (
    <header class="top">
      <h1>Radar</h1>
      <nav aria-label="Places">
        {link("timeline", "Timeline")}
        {link("flags", "Flags")}
        {link("refused", "Refused", refusals)}
        {link("inbox", "Inbox", dead)}
        {link("try", "Try it")}
      </nav>
      <div class="status">
        {samples > 0 && (
          <p class="samples">
            <span class="wide">Sample data</span>
            <button type="button" class="quiet" onClick={onRemoveSamples}>
              Remove<span class="narrow"> samples</span>
            </button>
          </p>
        )}
        <p class={`connection ${connection}`} role="status">
          {WORDS[connection]}
        </p>
        <button
          type="button"
          class="quiet"
          onClick={onTheme}
          title={`Colours: ${theme}`}
          aria-label={`Colours: ${theme}`}
        >
          <svg class={`theme is-${theme}`} viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
            <circle cx="8" cy="8" r="6.5" />
            <path d={theme === "auto" ? "M8 1.5a6.5 6.5 0 0 1 0 13Z" : ""} />
          </svg>
        </button>
        <button type="button" class="quiet" onClick={onHelp} aria-label="Help: keys and API">
          ?
        </button>
      </div>
    </header>
  );
}
