import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readCurl } from "../src/curl/read-curl.ts";
import { folderWith } from "./support/folder.ts";

interface Fixture {
  readonly files: Readonly<Record<string, string>>;
  readonly lines: readonly {
    readonly name: string;
    readonly line: string;
    readonly sent: {
      readonly method: string;
      readonly url: string;
      readonly headers: readonly (readonly [string, string])[];
      /** One character for each byte. */
      readonly body: string;
    };
  }[];
}

const fixture = JSON.parse(
  readFileSync(join(import.meta.dirname, "fixtures/curl-lines.json"), "utf8"),
) as Fixture;

/** Reasons why a line is refused: only its shell knows what it sends. */
const REFUSED: Readonly<Record<string, string>> = {
  "quotes next to each other": "the shell would put in $NO_SUCH_VARIABLE",
};

function lineIn(folder: string, line: string): Buffer {
  return Buffer.from(line.replaceAll("FOLDER", folder));
}

function sorted(headers: readonly (readonly [string, string])[]): readonly string[] {
  return headers.map(([name, value]) => `${name}: ${value}`).toSorted();
}

test("there are 18 lines, of which at most 4 are refused", () => {
  expect(fixture.lines).toHaveLength(18);
  expect(Object.keys(REFUSED).length).toBeLessThanOrEqual(4);
});

describe("a curl line is read as bash and curl send it", () => {
  test.each(fixture.lines.filter(({ name }) => REFUSED[name] === undefined))(
    "$name",
    async ({ line, sent }) => {
      const { folder } = folderWith(fixture.files);
      const { method, url, headers, body } = await readCurl(lineIn(folder, line));
      expect({ method, url, headers: sorted(headers), body: Buffer.from(body).toString("latin1") }).toEqual({
        method: sent.method,
        url: `http://HOST${sent.url}`,
        headers: sorted(sent.headers),
        body: sent.body,
      });
    },
  );
});

describe("a curl line is refused with the reason", () => {
  test.each<readonly [string, string, string]>([
    ...fixture.lines
      .filter(({ name }) => REFUSED[name] !== undefined)
      .map(({ name, line }): [string, string, string] => [name, line, REFUSED[name]!]),
    ["a variable", 'curl http://a -d "$BODY"', "the shell would put in $BODY"],
    ["a variable without quotes", "curl http://a -d ${BODY}", "the shell would put in ${BODY}"],
    ["a command", 'curl http://a -d "$(cat body)"', "the shell would run a command"],
    ["a command in old style", "curl http://a -d `cat body`", "the shell would run a command"],
    ["a pipe", "cat body.json | curl http://a -d @-", "another command writes the body"],
    ["a standard input from nowhere", "curl http://a -d @-", "does not say"],
    ["an open heredoc", "curl http://a -d @- <<EOF\n{}", "has no end"],
    ["a heredoc with variables", 'curl http://a -d @- <<EOF\n"$a"\nEOF', "Quote its delimiter: <<'EOF'"],
    ["an open quote", "curl http://a -d '{}", "never closed"],
    ["a form", "curl http://a -F file=@body.json", "the boundary of a form"],
    ["an option that is not known", "curl http://a --frobnicate -d a", "--frobnicate is not known"],
    ["an option without its value", "curl http://a -d", "-d has no value"],
    ["two URLs", "curl http://a http://b -d a", "several URLs"],
    ["several requests", "curl http://a -d a --next http://b", "several requests"],
    ["options in a file", "curl -K options http://a", "(-K)"],
    ["a file that is not there", "curl http://a -d @no-such-file", "there is no file no-such-file"],
    ["a line for Windows", 'curl "http://a" ^\n  -H ^"A: b^"', "cURL for bash"],
    ["no curl at all", "wget http://a", "no curl command"],
  ])("%s", async (_name, line, message) => {
    await expect(readCurl(Buffer.from(line))).rejects.toThrow(message);
  });
});

describe("what is not in the table", () => {
  test.each([
    ["a here-string", 'curl http://a -d @- <<< "{}"', "{}"],
    ["a heredoc with tabs before it", "curl http://a --data-binary @- <<-EOF\n\t{}\n\tEOF\n", "{}\n"],
    ["a second command behind it", "curl http://a -d '{}' && echo done", "{}"],
    ["its output somewhere else", "curl http://a -d '{}' 2>/dev/null > out.txt | jq .", "{}"],
    ["-G, which has no body", "curl -G http://a -d 'x=1'", ""],
    ["octal and control escapes", String.raw`curl http://a --data-raw $'\101\cA\e\x7e'`, "A\u0001\u001b~"],
  ])("%s", async (_name, line, body) => {
    expect(Buffer.from((await readCurl(Buffer.from(line))).body).toString()).toBe(body);
  });
});
