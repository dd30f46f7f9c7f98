import { deepEqual, equal, match, ok } from "node:assert/strict";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { findProgram } from "../../../tools/test-support/servers/process.ts";
import { inboxScenarios } from "./inbox-scenarios.ts";
import type { Provider } from "../../../packages/core/src/index.ts";
import { constantOf, providerPackages } from "../../../tools/workspace/workspace.ts";
import { SECRET, type Place } from "./place.ts";
import type { Scenario } from "./scenario.ts";
import { shell } from "./shell.ts";
import { openTerminal } from "./terminal.ts";

/** What turns a terminal red. */
const RED = "\u001b[31m";

const env = { GITHUB_WEBHOOK_SECRET: SECRET, S: SECRET };

const asked: readonly Scenario[] = [
  {
    name: "asks for the secret, and never shows it",
    run: async (place) => {
      const terminal = openTerminal(place, "flaghook", ["verify", "github", "genuine.http"]);
      await terminal.shows(/The secret of this github webhook \(or set GITHUB_WEBHOOK_SECRET\)/);
      terminal.type(`${SECRET}\r`);
      equal(await terminal.exitCode, 0);
      match(terminal.screen(), /genuine {2}github {2}ping/);
      ok(!terminal.written().includes(SECRET), "the secret was shown");
    },
  },
  {
    name: "Ctrl-C at the question ends with 2",
    run: async (place) => {
      const terminal = openTerminal(place, "flaghook", ["verify", "github", "genuine.http"]);
      await terminal.shows(/The secret/);
      terminal.type("\u0003");
      equal(await terminal.exitCode, 2);
      match(terminal.screen(), /error: no secret was given/);
    },
  },
  {
    name: "without a terminal it asks nothing, and names the variable",
    run: async (place) => {
      const { code, stdout, stderr } = shell(place, "flaghook verify github genuine.http");
      deepEqual({ code, stdout }, { code: 2, stdout: "" });
      match(stderr, /^error: there is no secret: set GITHUB_WEBHOOK_SECRET/);
    },
  },
];

const shown: readonly Scenario[] = [
  {
    name: "colours in a terminal; none in a pipe, with NO_COLOR or on a dumb terminal",
    run: async (place) => {
      const written = async (more: Readonly<Record<string, string>>): Promise<string> => {
        const terminal = openTerminal(place, "flaghook", ["explain", "github", "refused.http"], {
          env: { ...env, ...more },
        });
        equal(await terminal.exitCode, 1);
        return terminal.written();
      };
      ok((await written({})).includes(`${RED}refused`));
      for (const more of [{ NO_COLOR: "1" }, { TERM: "dumb" }]) ok(!(await written(more)).includes(RED));
      ok(!shell(place, "flaghook explain github refused.http", { ...env, CI: "1" }).stdout.includes(RED));
    },
  },
  {
    name: "fits a terminal of 40 columns",
    run: async (place) => {
      const args = ["explain", "github", "refused.http", "--framework", "express"];
      const terminal = openTerminal(place, "flaghook", args, { columns: 40, env });
      equal(await terminal.exitCode, 1);
      const lines = stripVTControlCharacters(terminal.written()).split("\r\n");
      const detail = lines.slice(1, -3); // the last ones hold an address, which cannot be broken
      deepEqual(
        detail.filter((line) => line.length > 40 && line.trim().includes(" ") && line.startsWith("  ")),
        [],
      );
    },
  },
  {
    name: "shows the progress of many deliveries on one line",
    run: async (place) => {
      const app = createServer((request, response) => request.resume().on("end", () => response.end()));
      await once(app.listen(0, "127.0.0.1"), "listening");
      const url = `http://127.0.0.1:${(app.address() as AddressInfo).port}/`;
      const terminal = openTerminal(
        place,
        "flaghook",
        ["send", "github", "ping", "--to", url, "--count", "200", "--concurrency", "10"],
        { env },
      );
      equal(await terminal.exitCode, 0);
      app.close();
      app.closeAllConnections();
      match(
        terminal.screen(),
        /^200 of 200 sent\n200 sent in .* per second\n {2}200: 200\n {2}p50 .* ms, p99 .* ms$/,
      );
    },
  },
  {
    name: "a reader that stops early is no error",
    run: async (place) => {
      const { code, stdout, stderr } = shell(place, "set -o pipefail; flaghook events github | head -n 1");
      deepEqual(
        { code, stdout, stderr },
        { code: 0, stdout: "branch_protection_configuration\n", stderr: "" },
      );
    },
  },
  {
    name: "bash completes a command",
    run: async (place) => {
      const terminal = openTerminal(place, "bash", ["--norc", "--noprofile", "-i"], { env: { PS1: "> " } });
      terminal.type("source <(flaghook complete bash); echo loaded\r");
      await terminal.shows(/\nloaded/);
      terminal.type("flaghook expl\t");
      await terminal.shows(/> flaghook explain/);
      terminal.type("gith\t"); // gitlab is another one
      await terminal.shows(/> flaghook explain github/);
      // Pressing the key runs nothing of what was typed.
      terminal.type("\u0015flaghook verify $(touch ran) --js\t");
      await terminal.shows(/\$\(touch ran\) --json/);
      terminal.type("\u0015");
      ok(!existsSync(join(place.folder, "ran")), "completion ran what was typed");
      terminal.type("exit\r");
      await terminal.exitCode;
    },
  },
];

/** Each loads our completion, and shows the prompt `> `. */
const otherShells = [
  { name: "zsh", args: ["-f", "-i"], load: "source <(flaghook complete zsh); PS1='> '; echo loaded" },
  {
    name: "fish",
    args: ["--no-config"],
    load: "flaghook complete fish | source; function fish_prompt; echo '> '; end; echo loaded",
  },
] as const;

const completed: readonly Scenario[] = otherShells.map(({ name, args, load }) => ({
  name: `${name} completes a command`,
  run: async (place) => {
    if (findProgram(name) === undefined) return `SKIPPED: no ${name} on this machine`;
    const own = { PS1: "> ", HOME: place.folder, XDG_DATA_HOME: place.folder, XDG_CONFIG_HOME: place.folder };
    const terminal = openTerminal(place, name, args, { env: own });
    terminal.type(`${load}\r`);
    await terminal.shows(/\nloaded/);
    terminal.type("flaghook expl\t");
    await terminal.shows(/> flaghook explain/);
    terminal.type("gith\t");
    await terminal.shows(/> flaghook explain github/);
    // A file, where there is nothing else to suggest.
    terminal.type("genui\t");
    await terminal.shows(/> flaghook explain github genuine\.http/);
    // Pressing the key runs nothing of what was typed, beside an equals sign either.
    terminal.type("\u0015flaghook verify 'a b' -x=$(touch ran)= --js\t");
    await terminal.shows(/= --json/);
    terminal.type("\u0015exit\r");
    await terminal.exitCode;
    ok(!existsSync(join(place.folder, "ran")), "completion ran what was typed");
    return undefined;
  },
}));

/** Every provider that signs with a secret of any text, and has events. */
const signers: readonly Provider[] = (
  await Promise.all(
    providerPackages().map(async ({ id, folder }) => {
      const exported = (await import(join(folder, "src/index.ts"))) as Record<string, Provider>;
      return exported[constantOf(id)]!;
    }),
  )
).filter(
  ({ scheme, events }) =>
    scheme.kind !== "token" && scheme.key === undefined && Object.keys(events).length > 0,
);

const received: readonly Scenario[] = signers.map((provider) => ({
  name: `listen, send and explain for ${provider.id}`,
  run: async (place: Place): Promise<void> => {
    const [event = ""] = Object.keys(provider.events);
    const saved = `saved-${provider.id}`;
    const listening = openTerminal(
      place,
      "flaghook",
      ["listen", "--provider", provider.id, "--port", "0", "--save", saved, "--secret-env", "S"],
      { env },
    );
    const [, url = ""] = await listening.shows(
      /ready: waiting for deliveries at (http:\/\/127\.0\.0\.1:\d+\/)/,
    );
    const send = `flaghook send ${provider.id} ${event} --to ${url} --secret-env S`;
    const genuine = shell(place, send, env);
    equal(genuine.code, 0);
    match(genuine.stdout, /^204 No Content {2}\d+ ms\n$/);
    await listening.shows(new RegExp(`\\d\\d:\\d\\d:\\d\\d  ${provider.id}  ${event}  .*genuine`));
    equal(shell(place, `${send} --tamper encoding`, env).code, 0);
    await listening.shows(/refused: signature-mismatch\n {10}proven: The body was parsed and printed again/);
    listening.type("\u0003");
    equal(await listening.exitCode, 0);
    const explained = shell(
      place,
      `flaghook explain ${provider.id} ${saved}/*-refused.http --secret-env S`,
      env,
    );
    deepEqual({ code: explained.code, stderr: explained.stderr }, { code: 1, stderr: "" });
    match(explained.stdout, /\nproven {2}The body was parsed and printed again\. {2}\(body-reprinted\)\n/);
  },
}));

const started: Scenario = {
  name: "--help takes less than 50 ms more than node itself",
  run: async (place) => {
    // Processor time, and the least of it: others may use this machine too.
    const time = (line: string): number => {
      const { code, stderr } = shell(place, `TIMEFORMAT='%U %S'; time ${line} > /dev/null`);
      equal(code, 0);
      return stderr
        .trim()
        .split(" ")
        .reduce((sum, seconds) => sum + Number(seconds) * 1000, 0);
    };
    let [help, node] = [Infinity, Infinity];
    for (let round = 0; round < 15; round += 1) {
      help = Math.min(help, time("flaghook --help"));
      node = Math.min(node, time("node -e ''"));
    }
    const more = Math.round(help - node);
    ok(more < 50, `it takes ${more} ms more than ${Math.round(node)} ms`);
    return `${more} ms over ${Math.round(node)} ms`;
  },
};

/** Everything that is tried. */
export const scenarios: readonly Scenario[] = [
  ...asked,
  ...shown,
  ...completed,
  ...received,
  ...inboxScenarios,
  started,
];
