import type { Acceptance, CommitResult, Entry } from "@flaghook/inbox/store";
import { expect, it } from "vitest";
import { announceNews } from "../../src/commit/announce-news.ts";

const once = { isRepeatable: false } as Entry;
const repeatable = { isRepeatable: true } as Entry;

async function newsOf(
  entry: Entry,
  result: CommitResult<Acceptance>,
  onReplay: "hold" | "handle" = "hold",
): Promise<number> {
  let news = 0;
  announceNews({ onReplay }, [entry], [result], () => news++);
  await result;
  return news;
}

it.each([
  { what: "a new delivery", entry: once, result: "accepted", news: 1 },
  { what: "a duplicate", entry: once, result: "duplicate", news: 0 },
  { what: "a replay that is kept aside", entry: once, result: "replay", news: 0 },
  { what: "a replay that is handled", entry: once, result: "replay", onReplay: "handle", news: 1 },
  { what: "a replay of a repeatable event", entry: repeatable, result: "replay", news: 1 },
  { what: "a failure", entry: once, result: new Error("locked"), news: 0 },
  { what: "a new delivery that waited", entry: once, result: Promise.resolve("accepted"), news: 1 },
  { what: "a duplicate that waited", entry: once, result: Promise.resolve("duplicate"), news: 0 },
] as const)("announces $what $news times", async ({ entry, result, news, ...rest }) => {
  expect(
    await newsOf(entry, result as CommitResult<Acceptance>, "onReplay" in rest ? rest.onReplay : "hold"),
  ).toBe(news);
});
