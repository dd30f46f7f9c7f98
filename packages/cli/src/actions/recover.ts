import {
  GithubApiError,
  recoverDeliveries,
  type RecoveredDelivery,
  type RecoverOptions,
  type RecoverTarget,
} from "@flaghook/github/recover";
import type { Io } from "../io/io.ts";
import { networkReason } from "../io/network-error.ts";
import { readBytes } from "../io/read-all.ts";
import { UsageError } from "../io/usage-error.ts";
import { printable } from "../output/printable.ts";
import { styled, writeJson, writeLine } from "../output/style.ts";
import { appJwt } from "../secrets/app-jwt.ts";
import { fromEnvironment, readSecrets } from "../secrets/read-secrets.ts";
import type { SecretSource } from "../secrets/secret-options.ts";
import { openState } from "./recovery-state.ts";

/** Options of `flaghook recover`. */
export interface RecoverCommandOptions extends SecretSource {
  readonly repo?: string;
  readonly org?: string;
  readonly app?: true;
  readonly appId?: string;
  readonly privateKeyFile?: string;
  readonly hook?: number;
  readonly since: Date;
  readonly to?: URL;
  readonly dryRun?: true;
  readonly state?: string;
  readonly apiUrl?: URL;
  readonly tokenEnv: string;
  readonly json?: true;
}

/** `flaghook recover`: 0 when everything was dealt with, 1 when something failed or was stopped. */
export async function recover(provider: string, options: RecoverCommandOptions, io: Io): Promise<0 | 1> {
  if (provider !== "github") throw new UsageError(`${provider} has no API for that: GitHub alone does`);
  const state = openState(options.state);
  const signal = io.stopSignal();
  const recoverOptions = { ...(await optionsOf(options, io)), signal, done: state.done };
  try {
    const { examined, deliveries } = await recoverDeliveries({
      ...recoverOptions,
      onDelivery: (delivery) => {
        if (isSeenTo(delivery)) state.add(delivery.key);
        print(delivery, options, io);
      },
      onWait: (milliseconds) => {
        writeLine(io.stderr, `GitHub's rate limit: waiting ${Math.ceil(milliseconds / 1000)} s`);
      },
    });
    printSummary(examined, deliveries, options, io);
    return deliveries.some(({ result }) => result === "failed") ? 1 : 0;
  } catch (error) {
    if (error instanceof TypeError && error.message.startsWith("github: ")) {
      throw new UsageError(error.message.slice("github: ".length), { cause: error });
    }
    const { message } = error as Error;
    const host = new URL(recoverOptions.apiUrl ?? "https://api.github.com").host;
    const reason = error instanceof GithubApiError ? message : (networkReason(error, host) ?? message);
    writeLine(io.stderr, signal.aborted ? "stopped" : styled("red", printable(reason), io.stderr));
    return 1;
  }
}

async function optionsOf(options: RecoverCommandOptions, io: Io): Promise<RecoverOptions> {
  const { since, to, hook, dryRun } = options;
  const apiUrl = options.apiUrl?.href ?? io.env["GITHUB_API_URL"];
  const [secret] = to === undefined ? [] : await readSecrets("github", options, io);
  return {
    ...targetOf(options),
    token: await tokenOf(options, io),
    since,
    ...(hook !== undefined && { hookId: hook }),
    ...(apiUrl !== undefined && { apiUrl }),
    ...(dryRun && { dryRun }),
    ...(to !== undefined && secret !== undefined && { to: { url: to.href, secret } }),
  };
}

function targetOf({ repo, org, app, appId, privateKeyFile }: RecoverCommandOptions): RecoverTarget {
  if ([repo, org, app].filter((one) => one !== undefined).length !== 1) {
    throw new UsageError("whose webhooks? Give one of --repo OWNER/NAME, --org NAME and --app");
  }
  if (
    (appId === undefined) !== (privateKeyFile === undefined) ||
    (appId !== undefined && app === undefined)
  ) {
    throw new UsageError("--app-id and --private-key-file go together, with --app");
  }
  if (repo !== undefined) return { repo: repo as `${string}/${string}` }; // recoverDeliveries looks at its form
  return org === undefined ? { app: true } : { org };
}

async function tokenOf(
  { appId, privateKeyFile, tokenEnv }: RecoverCommandOptions,
  io: Io,
): Promise<string | (() => string)> {
  if (appId === undefined || privateKeyFile === undefined) return fromEnvironment(tokenEnv, io);
  const key = (await readBytes(privateKeyFile)).toString("utf8");
  appJwt(appId, key, new Date()); // a key that cannot be read is said at once
  return () => appJwt(appId, key, new Date());
}

function isSeenTo({ result }: RecoveredDelivery): boolean {
  return result === "redelivered" || result === "sent" || result === "resigned";
}

const TEXTS = {
  listed: "lost",
  skipped: "seen to before",
  redelivered: "redelivery asked for",
  sent: "sent, as GitHub signed it",
  resigned: "sent, signed anew: GitHub's API gives the payload in another form than it was signed in",
  failed: "failed",
} as const;

const COLOURS = {
  listed: "yellow",
  skipped: "dim",
  redelivered: "green",
  sent: "green",
  resigned: "yellow",
  failed: "red",
} as const;

function print(delivery: RecoveredDelivery, { json }: RecoverCommandOptions, { stdout }: Io): void {
  if (json === true) return writeJson(stdout, delivery);
  const { deliveredAt, event, action, guid, attempts, status, result, reason } = delivery;
  const name = action === undefined ? event : `${event}.${action}`;
  const tried = `${status}${attempts > 1 ? `, after ${attempts} attempts` : ""}`;
  const text = styled(COLOURS[result], TEXTS[result], stdout);
  writeLine(stdout, `${printable(`${deliveredAt}  ${name}  ${guid}  (${tried})`)}  ${text}`);
  if (reason !== undefined) writeLine(stdout, `  ${printable(reason)}`);
}

function printSummary(
  examined: number,
  deliveries: readonly RecoveredDelivery[],
  { json }: RecoverCommandOptions,
  { stdout }: Io,
): void {
  const results: Record<string, number> = {};
  for (const { result } of deliveries) results[result] = (results[result] ?? 0) + 1;
  if (json === true) return writeJson(stdout, { summary: { examined, lost: deliveries.length, ...results } });
  const counts = Object.entries(results).map(([result, count]) => `${count} ${result}`);
  writeLine(
    stdout,
    `${deliveries.length} lost among ${examined} attempts${counts.length > 0 ? `: ${counts.join(", ")}` : ""}`,
  );
}
