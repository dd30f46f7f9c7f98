import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Provider } from "@flaghook/core";
import { sampleOf } from "../../../../packages/cli/src/samples/sample-of.ts";
import type { Source } from "../providers.ts";
import { genuineOf } from "../sample/recorded-deliveries.ts";
import { generateSecret } from "../secrets.ts";

/** An event that can be tried: a payload of it verifies. */
export interface TriableEvent {
  /** As `issues.labeled`: the event's name and, where it has actions, one of them. */
  readonly event: string;
  /** For a provider that sends the name in a header. */
  readonly name: string;
  readonly body: string;
}

interface SampleFile {
  readonly name: string;
  readonly event: string;
  readonly payload: unknown;
}

/** The events of a provider for which there is a payload: its package's, or one made after it. */
export async function triableEvents(source: Source): Promise<readonly TriableEvent[]> {
  const { provider, folder } = source;
  const files = sampleFiles(folder);
  const events = Object.entries(provider.events).flatMap(([name, { actions }]) =>
    (actions === undefined || actions.length === 0 ? [undefined] : actions).flatMap((action) => {
      const event = action === undefined ? name : `${name}.${action}`;
      const body = candidates(provider, files, name, action)
        .filter((payload) => payload !== undefined)
        .map((payload) => JSON.stringify(payload))
        .find((text) => isEvent(provider, name, text));
      return body === undefined ? [] : [{ event, name, body }];
    }),
  );
  if (events.length > 0) return events;
  // A provider without names of its own takes any payload.
  const [recorded] = await genuineOf(source);
  return recorded === undefined ? [] : [{ event: "message", name: "message", body: recorded.body }];
}

/** The likeliest first. */
function candidates(
  provider: Provider,
  files: readonly SampleFile[],
  name: string,
  action: string | undefined,
): readonly unknown[] {
  const typed = action === undefined ? name : `${name}.${action}`;
  const ofEvent = files.filter((file) => file.event === name || file.name.split(".", 1)[0] === name);
  const withAction = (payload: unknown): unknown =>
    action === undefined ? payload : { ...(payload as object), action };
  const field =
    typeof provider.eventName === "object" && "field" in provider.eventName && provider.eventName.field;
  return [
    files.find((file) => file.name === typed)?.payload,
    sampleOf(provider, name, action),
    ...ofEvent.map(({ payload }) => withAction(payload)),
    // Events whose payloads are alike differ in the field with the name alone.
    ...(field === false ? [] : files.map(({ payload }) => ({ ...(payload as object), [field]: name }))),
  ];
}

function isEvent(provider: Provider, name: string, body: string): boolean {
  const secret = generateSecret(provider);
  const result = provider.safeVerify({ headers: provider.sign(body, { secret, name }), body }, { secret });
  return result.ok && result.event.type !== "unknown" && result.event.name === name;
}

function sampleFiles(folder: string): readonly SampleFile[] {
  const samples = join(folder, "test/samples");
  if (!existsSync(samples)) return [];
  return readdirSync(samples)
    .filter((file) => file.endsWith(".json"))
    .toSorted()
    .map((file) => {
      const text = readFileSync(join(samples, file), "utf8");
      return { name: file.replace(/\.json$/, ""), ...(JSON.parse(text) as Omit<SampleFile, "name">) };
    });
}
