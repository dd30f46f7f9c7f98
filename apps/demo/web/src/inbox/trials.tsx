import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { InboxOverview } from "../../../src/api/contract.ts";
import type { Behaviour } from "../../../src/model/behaviour.ts";
import { Panel } from "../detail/panel.tsx";
import { CopyButton } from "../parts/copy-button.tsx";
import type { InboxView } from "./use-inbox.ts";

const BEHAVIOURS: readonly (readonly [Behaviour, string])[] = [
  ["works", "Works"],
  ["slow", "Slow: 2 s each"],
  ["fails", "Fails"],
];

const BATCH = 50;

/** What one can try on samples: failure, recovery, and the end of the process in the middle. */
export function Trials({
  overview,
  act,
  onClose,
}: {
  readonly overview: InboxOverview | undefined;
  readonly act: InboxView["act"];
  readonly onClose: () => void;
}): JSX.Element {
  return (
    <Panel label="Try failure and recovery" isBusy={overview === undefined} onClose={onClose}>
      <header>
        <h2>
          <b>Try failure and recovery</b>
        </h2>
        <p class="when">On samples alone. Real deliveries are handled as always.</p>
      </header>
      {overview !== undefined && <Contents overview={overview} act={act} />}
    </Panel>
  );
}

function Contents({
  overview: { samples, commands },
  act,
}: {
  readonly overview: InboxOverview;
  readonly act: InboxView["act"];
}): JSX.Element {
  const [isSending, setSending] = useState(false);
  const send = async (): Promise<void> => {
    setSending(true);
    await act(`/api/inbox/samples?deliveries=${BATCH}`, "POST");
    setSending(false);
  };
  return (
    <>
      <fieldset class="choices">
        <legend>Handling samples</legend>
        {BEHAVIOURS.map(([behaviour, label]) => (
          <label key={behaviour}>
            <input
              type="radio"
              name="behaviour"
              checked={samples.behaviour === behaviour}
              onChange={() => void act(`/api/inbox/samples?behaviour=${behaviour}`, "PUT")}
            />
            {label}
          </label>
        ))}
      </fieldset>
      <div class="actions">
        <button type="button" class="primary" disabled={isSending} onClick={() => void send()}>
          Send {BATCH} samples
        </button>
      </div>
      {samples.batch !== null && <Batch {...samples.batch} />}
      <h3>Watch it fail, and recover</h3>
      <ol class="steps">
        <li>
          Choose “Fails”, and send samples. Each waits longer after each attempt: 0.5 s, 1 s, 2 s and so on.
        </li>
        <li>Choose “Works” again. Each is handled when its next attempt is due.</li>
        <li>Or wait a minute: after 8 attempts they are dead, until you retry them.</li>
      </ol>
      <h3>Kill the radar in the middle of work</h3>
      <ol class="steps">
        <li>Choose “Slow”, and send samples.</li>
        <li>
          While they are handled, run in a terminal:
          <Command text={commands.kill} />
        </li>
        <li>
          Start it again, with the same variables:
          <Command text={commands.start} />
        </li>
        <li>
          This page connects by itself. What waited goes on at once; what was running starts again when its
          lease is over, after 10 to 30 seconds. In the end all {BATCH} are handled, and each is in the
          timeline once.
        </li>
      </ol>
    </>
  );
}

function Batch({
  acknowledged,
  handled,
}: {
  readonly acknowledged: number;
  readonly handled: number;
}): JSX.Element {
  const left = acknowledged - handled;
  return (
    <div class="batch">
      <progress max={acknowledged} value={handled} aria-label="Handled of the last batch" />
      <p>
        <b>{acknowledged.toLocaleString()}</b> acknowledged, <b>{handled.toLocaleString()}</b> handled,{" "}
        {left === 0 ? <span class="added">none lost</span> : `${left.toLocaleString()} to go`}
      </p>
    </div>
  );
}

function Command({ text }: { readonly text: string }): JSX.Element {
  return (
    <div class="command">
      <code>{text}</code>
      <CopyButton label="Copy" text={() => text} />
    </div>
  );
}
