import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { crossValidate } from "./proof/cross-validation.ts";
import { fetchDescription } from "./read/descriptions.ts";
import { GITHUB_PACKAGE, readDescription, readInput, writeDescription } from "./read/files.ts";
import { generate, generateSchemaOutputs, SCHEMA_OUTPUTS } from "./generate.ts";
import { compareDescriptions } from "./read/compare-descriptions.ts";

type Command = (versions: Readonly<Record<string, string>>) => void | Promise<void>;

const commands: Readonly<Record<string, Command>> = {
  /** Writes what is generated from the committed input. */
  async generate() {
    const readme = readFileSync(new URL("README.md", GITHUB_PACKAGE), "utf8");
    for (const [path, text] of generate(readInput(), readme)) write(path, text);
    write(SCHEMA_OUTPUTS, await generateSchemaOutputs(readInput()));
  },

  /** Fetches descriptions and prints how they differ from the committed input. Writes nothing. */
  report(versions) {
    const changes = compareDescriptions(readDescription(), fetchDescription(versions));
    console.log(changes.length === 0 ? "Nothing differs from the committed input." : changes.join("\n"));
  },

  /** Fetches descriptions and makes them the committed input. */
  refresh(versions) {
    writeDescription(fetchDescription(versions));
  },

  /** Prints how many samples pass that the leniency rule has not seen. */
  "cross-validate"() {
    const { passed, total, failures } = crossValidate(readInput());
    console.log(`${passed} of ${total} unseen samples pass (${((100 * passed) / total).toFixed(1)} %)`);
    for (const failure of failures) console.log(`refused: ${failure}`);
  },
};

function write(path: string, text: string): void {
  const file = new URL(path, GITHUB_PACKAGE);
  mkdirSync(new URL(".", file), { recursive: true });
  writeFileSync(file, text);
  console.log(`${path}: ${text.length} bytes`);
}

const [name = "", ...versions] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command === undefined) {
  console.error(`usage: node src/main.ts ${Object.keys(commands).join(" | ")} [package@version …]`);
  process.exitCode = 1;
} else {
  await command(
    Object.fromEntries(
      versions.map((one) => [one.slice(0, one.lastIndexOf("@")), one.slice(one.lastIndexOf("@") + 1)]),
    ),
  );
}
