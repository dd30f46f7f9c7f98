import type { RecoverOptions } from "./recover-options.ts";

const KNOWN = new Set(
  "repo org app token since hookId apiUrl dryRun to done onDelivery onWait pauseMs signal fetch now sleep".split(
    " ",
  ),
);

const DAY_MS = 86_400_000;

/** Where github.com has its API. */
export const GITHUB_API = "https://api.github.com";

/** @throws {TypeError} when an option is wrong or contradicts another */
export function assertRecoverOptions(options: RecoverOptions, now: Date): void {
  for (const name of Object.keys(options)) {
    if (!KNOWN.has(name)) throw new TypeError(`github: there is no option ${JSON.stringify(name)}.`);
  }
  const { repo, org, app, token, since, hookId, apiUrl = GITHUB_API, to } = options;
  if ([repo, org, app].filter((one) => one !== undefined).length !== 1) {
    throw new TypeError("github: give one of repo, org and app: whose webhooks are they?");
  }
  if (repo !== undefined && !/^[^/\s]+\/[^/\s]+$/.test(repo)) {
    throw new TypeError(`github: repo is written as "owner/name", not ${JSON.stringify(repo)}.`);
  }
  if (org !== undefined && !/^[^/\s]+$/.test(org))
    throw new TypeError("github: org is the name of an organization.");
  if (app !== undefined && hookId !== undefined)
    throw new TypeError("github: an app has one webhook: leave hookId out.");
  if (typeof token !== "function" && (typeof token !== "string" || token === "")) {
    throw new TypeError(
      "github: token must be text or a function that gives it. Is its environment variable set?",
    );
  }
  if (typeof token === "string" && /[^\u0021-\u007e]/.test(token)) {
    throw new TypeError("github: token holds a space or a character that no token has. Was it copied whole?");
  }
  if (to !== undefined && (!URL.canParse(to.url) || typeof to.secret !== "string" || to.secret === "")) {
    throw new TypeError("github: to is { url, secret }: a whole URL, and the secret of the webhook.");
  }
  assertSince(since, now, apiUrl);
}

/** GitHub keeps deliveries for a few days, and lists nothing that is older. */
function assertSince(since: Date, now: Date, apiUrl: string): void {
  const isOwnServer = new URL(apiUrl).origin !== GITHUB_API;
  const days = isOwnServer ? 7 : 3;
  const age = now.getTime() - (since instanceof Date ? since.getTime() : NaN);
  if (age >= 0 && age <= days * DAY_MS) return;
  if (age > 0) {
    throw new TypeError(
      `github: since is too long ago: GitHub keeps deliveries for ${days} days${isOwnServer ? "" : " (a server of your own: 7, set apiUrl)"}.`,
    );
  }
  throw new TypeError("github: since must be a Date in the past.");
}
