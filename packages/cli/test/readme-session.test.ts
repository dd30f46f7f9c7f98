import { globSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { serveGithub, type ServedAttempt } from "../../github/test/recover/github-server.ts";
import { differences, shownSessions, type ShownCommand } from "./support/console-blocks.ts";
import { folderWith } from "./support/folder.ts";
import { runCli, startCli } from "./support/run-cli.ts";
import { serve } from "./support/server.ts";

const GUID = "0b9d1c5e-2f7a-4f0e-8a3d-6c5b4a39281f";

function attempt(id: string, minutesAgo: number, status: number, guid: string): ServedAttempt {
  const delivered_at = new Date(Date.now() - minutesAgo * 60_000).toISOString();
  const text = status === 200 ? "OK" : "timed out";
  return {
    id,
    guid,
    delivered_at,
    redelivery: false,
    status: text,
    status_code: status,
    event: "issues",
    action: "opened",
  };
}

/** The words of a command, without `flaghook`, with the ports and files of this run. */
function wordsOf(command: string, places: Readonly<Record<string, string>>): readonly string[] {
  const placed = Object.entries(places).reduce(
    (text, [shown, real]) => text.replaceAll(shown, real),
    command,
  );
  const [, ...words] = placed.split(" ");
  return words.flatMap((word) => (word.includes("*") ? globSync(word) : [word]));
}

test("the README's session works as it is printed", async () => {
  const [first = [], second = []] = shownSessions();
  const { folder } = folderWith({});
  const app = await serve(() => ({ status: 200, body: "thanks" }));
  const hook = "/repos/octo-org/hello-world/hooks/1";
  const lost = attempt("1", 42, 0, GUID);
  const { apiUrl } = await serveGithub({
    hooks: { [hook]: [lost, attempt("2", 50, 200, "b"), attempt("3", 60, 200, "c")] },
  });
  const env: Record<string, string> = { GITHUB_API_URL: apiUrl };
  const places: Record<string, string> = {
    "http://localhost:3000/": `${app.url}/`,
    deliveries: join(folder, "deliveries"),
  };

  const isExport = ({ command }: ShownCommand): boolean => {
    const [, name, value] = /^export (\w+)='?([^']*)'?$/.exec(command) ?? [];
    if (name !== undefined) env[name] = value!;
    return name !== undefined;
  };
  const [listen] = first.filter((one) => !isExport(one));
  const listening = startCli([...wordsOf(listen!.command, places), "--port", "0"], { env });
  const [, url = ""] = await listening.waitFor(/ready: .*(http:\/\/127\.0\.0\.1:\d+\/)/);
  places["http://127.0.0.1:4440/"] = url;

  for (const one of second.filter((shown) => !isExport(shown))) {
    const { stdout, stderr } = await runCli(wordsOf(one.command, places), { env });
    expect({ command: one.command, stderr }).toEqual({ command: one.command, stderr: "" });
    expect(differences(one.output, stdout.trimEnd().split("\n"))).toEqual([]);
  }

  listening.stop();
  const { stdout, stderr } = await listening.ended;
  // A line that is longer than the terminal is broken there, at its spaces.
  const lines = (stderr + stdout)
    .trimEnd()
    .replaceAll(/saved as\n {10}/g, "saved as ")
    .split("\n");
  expect(differences(listen!.output, lines)).toEqual([]);
  expect(second.map(({ command }) => command.split(" ")[1])).toEqual(
    expect.arrayContaining(["send", "explain", "verify", "resend", "recover"]),
  );
});
