// Installs the packed packages with npm in a project of each framework that docs/guides shows, builds it without a secret,
// starts it, and sends each endpoint a genuine delivery, a forged one and, where the guide speaks of limits, a large one. `pnpm check:guides [name …]` takes the projects whose
// name or variant holds one of the texts. Needs a network for the frameworks.
import { join } from "node:path";
import { github } from "@flaghook/github";
import { signedDelivery } from "@flaghook/testing";
import { pushBody } from "../../../packages/github/test/vectors.ts";
import { packAll } from "../../../tools/build/pack.ts";
import { serveRegistry } from "../../../tools/build/registry.ts";
import { choose } from "../../../tools/workspace/choose.ts";
import { runApart } from "../../../tools/workspace/run-apart.ts";
import { formatTable } from "../../../tools/workspace/table.ts";
import { guideProjects, type GuideProject } from "./projects.ts";
import { startProject, type RunningProject } from "./start-project.ts";

const SECRET = "a secret of this check";
const PADDING = " ".repeat(12 * 2 ** 20); // white space after JSON: still a push
const wanted = choose(guideProjects(), process.argv.slice(2), ({ name, variant }) =>
  name === variant ? name : `${name} ${variant}`,
);
const { destination, packages } = packAll();
const registry = await serveRegistry(packages);
const rows = [
  ["project", "build without a secret", "genuine, forged", "handler", "12 MB", "seconds", "result"],
];
try {
  for (const [index, project] of wanted.entries()) {
    rows.push(await check(project, join(destination, `guide-${index}`)));
  }
} finally {
  registry.stop();
}
console.log(formatTable(rows));

async function check(project: GuideProject, folder: string): Promise<string[]> {
  const startedAt = performance.now();
  const seconds = (): string => ((performance.now() - startedAt) / 1000).toFixed(0);
  const fail = (fault: string, ...cells: string[]): string[] => {
    console.error(`\n${project.variant}: ${fault}`);
    process.exitCode = 1;
    return [project.variant, ...cells, ...Array<string>(4 - cells.length).fill("-"), seconds(), "FAULT"];
  };
  project.copyTo(folder);
  const scoped = `--@flaghook:registry=${registry.origin}/`;
  const installed = await runApart("npm", ["install", "--no-audit", "--no-fund", scoped], folder);
  if (installed.status !== 0) return fail(`npm install fails:\n${installed.output}`);
  const built = await runApart("npm", ["run", "build", "--if-present"], folder);
  if (built.status !== 0) return fail(`the build fails:\n${built.output}`, "FAILED");

  let running: RunningProject;
  try {
    running = await startProject(folder, { GITHUB_WEBHOOK_SECRET: SECRET });
  } catch (error) {
    return fail(String(error), "ok");
  }
  try {
    const post = async (path: string, sent: string, body = sent): Promise<number> => {
      const { headers } = signedDelivery(github, sent, { secret: SECRET, name: "push", id: path });
      const response = await fetch(running.origin + path, { method: "POST", headers, body });
      await response.arrayBuffer();
      return response.status;
    };
    const statuses = [];
    for (const path of project.paths) {
      statuses.push(`${await post(path, pushBody)}, ${await post(path, pushBody, `${pushBody} `)}`);
    }
    const handled = await running.printed("pushed refs/heads/main", project.paths.length);
    const large: number[] = [];
    for (const path of Object.keys(project.large)) large.push(await post(path, pushBody + PADDING));
    const cells = [
      "ok",
      [...new Set(statuses)].join(" / "),
      `${handled} of ${project.paths.length}`,
      large.join() || "-",
    ];
    const isWell =
      statuses.every((pair) => pair === "200, 403") &&
      handled === project.paths.length &&
      large.join() === Object.values(project.large).join();
    return isWell ? [project.variant, ...cells, seconds(), "ok"] : fail(running.output(), ...cells);
  } finally {
    await running.stop();
  }
}
