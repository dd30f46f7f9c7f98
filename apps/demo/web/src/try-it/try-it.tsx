import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { TriableEvents, TrialResult } from "../../../src/api/contract.ts";
import type { Address } from "../address/address.ts";
import type { Navigate } from "../address/use-address.ts";
import { ask } from "../data/api.ts";
import { useFetched } from "../data/use-fetched.ts";
import { Notice } from "../parts/notice.tsx";
import { TrialView } from "./trial-view.tsx";

/** Ways to send a sample, and what each stands for. */
const WAYS = [
  ["whole", "Whole", "as the provider sends it"],
  ["body", "Body", "one character of it is another"],
  ["signature", "Signature", "its last character is another"],
  ["secret", "Secret", "signed with another one"],
  ["header", "Header", "the signature is under another name"],
  ["encoding", "Encoding", "the payload is parsed and printed again"],
] as const;

type Way = (typeof WAYS)[number][0];

/** A provider and an event that tell something at once. */
const FIRST = { provider: "goff", event: "notify" };

/** Sends a sample of any provider and event to the radar itself, whole or tampered. */
export function TryIt({
  address,
  navigate,
}: {
  readonly address: Address;
  readonly navigate: Navigate;
}): JSX.Element {
  const catalogue = useFetched("try", () => ask<TriableEvents>("/api/try"));
  const [way, setWay] = useState<Way>("whole");
  const [wanted, setEvent] = useState(FIRST.event);
  const [trial, setTrial] = useState<Trial>({ state: "none" });
  const events = catalogue.value?.events ?? {};
  const provider = events[address.provider] === undefined ? FIRST.provider : address.provider;
  const names = events[provider] ?? [];
  const event = names.includes(wanted) ? wanted : (names[0] ?? "");

  const send = (): void => {
    setTrial({ state: "sending" });
    const body = JSON.stringify({ provider, event, ...(way !== "whole" && { tampering: way }) });
    const headers = { "content-type": "application/json" };
    ask<TrialResult>("/api/try", { method: "POST", headers, body }).then(
      (result) => setTrial({ state: "done", result, isTampered: way !== "whole" }),
      (error: unknown) => setTrial({ state: "failed", error: (error as Error).message }),
    );
  };

  return (
    <section class="try-it" aria-label="Try it">
      <form
        class="trial"
        onSubmit={(submit) => {
          submit.preventDefault();
          send();
        }}
      >
        <h2>Send a delivery to this radar</h2>
        <p class="hint">
          Signed with the endpoint’s own secret, over HTTP, as the provider would. It counts as sample data.
        </p>
        {catalogue.state === "failed" && <p class="removed">{catalogue.error}</p>}
        <label>
          <span>Provider</span>
          <select
            id="provider"
            value={provider}
            onChange={({ currentTarget }) => navigate({ provider: currentTarget.value }, { replace: true })}
          >
            {Object.keys(events).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          <span>Event</span>
          <select value={event} onChange={({ currentTarget }) => setEvent(currentTarget.value)}>
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <fieldset>
          <legend>Tampered with</legend>
          {WAYS.map(([name, label, says]) => (
            <label key={name}>
              <input
                type="radio"
                name="way"
                value={name}
                checked={way === name}
                onChange={() => setWay(name)}
              />
              <span>{name === "whole" ? "Nothing" : label}</span>
              <span class="tail">{says}</span>
            </label>
          ))}
        </fieldset>
        <button type="submit" class="primary" disabled={event === "" || trial.state === "sending"}>
          {trial.state === "sending" ? "Sending…" : "Send"}
        </button>
      </form>
      <div class="trial-result" role="status" aria-busy={trial.state === "sending"}>
        {trial.state === "none" && <p class="hint">What the server responds is shown here, and why.</p>}
        {trial.state === "failed" && (
          <Notice title="It was not sent">
            <p>{trial.error}</p>
          </Notice>
        )}
        {trial.state === "done" && (
          <TrialView result={trial.result} isTampered={trial.isTampered} navigate={navigate} />
        )}
      </div>
    </section>
  );
}

type Trial =
  | { readonly state: "none" | "sending" }
  | { readonly state: "failed"; readonly error: string }
  | { readonly state: "done"; readonly result: TrialResult; readonly isTampered: boolean };
