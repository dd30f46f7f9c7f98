import { github } from "@flaghook/github";
import { expect, test } from "vitest";
import { checkOf } from "../src/emit/check-of.ts";
import { crossValidate } from "../src/cross-validation.ts";
import { description, samples, shapes } from "./corrected.ts";
import { checkFor, schemaFor } from "./validators.ts";

const secret = "secret";

test("there are 174 samples of 56 events", () => {
  expect([samples.length, new Set(samples.map(({ event }) => event)).size]).toEqual([174, 56]);
});

test("every sample verifies as its event, and every reading of the shapes passes it", () => {
  const interpreted = checkOf(shapes);
  for (const { event, payload } of samples) {
    const body = JSON.stringify(payload);
    const verified = github.verify({ headers: github.sign(body, { secret, name: event }), body }, { secret });
    expect({ event: verified.type, payload: verified.payload }).toEqual({ event, payload });
    expect([checkFor(event)(payload), schemaFor(event)(payload), interpreted(event, payload)]).toEqual([
      true,
      true,
      true,
    ]);
  }
});

test("verify hands out the parsed payload itself: the checks copy nothing", () => {
  const { payload } = samples.find(({ event }) => event === "push")!;
  const body = JSON.stringify({ ...payload, undocumented: { key: 1 } });
  const event = github.verify({ headers: github.sign(body, { secret, name: "push" }), body }, { secret });
  expect(JSON.stringify(event.payload)).toBe(body);
});

test("at least 99 % of the samples pass a rule that has not seen them", () => {
  const { passed, total, failures } = crossValidate(description, samples);
  console.log(`cross-validation: ${passed} of ${total} unseen samples pass`);
  expect({ failures, isEnough: passed / total >= 0.99 }).toEqual({ failures, isEnough: true });
});

test("a field, an enum value and a format that nobody documents are no reason to refuse", () => {
  for (const { event, payload } of samples) {
    expect([event, checkFor(event)(novelty(payload)), schemaFor(event)(novelty(payload))]).toEqual([
      event,
      true,
      true,
    ]);
  }
});

test("a gap in what a payload only mentions costs no event", () => {
  const gaps: readonly (readonly [string, object])[] = [
    ["push", { sender: {}, pusher: {}, head_commit: { author: { name: null } } }],
    ["push", { commits: [{ author: {} }] }],
    ["issues", { sender: {}, organization: {}, installation: {} }],
    ["check_run", { sender: undefined }],
    ["star", { sender: {} }],
    ["create", { sender: null }],
  ];
  for (const [event, gap] of gaps) {
    const payload = { ...samples.find((sample) => sample.event === event)!.payload, ...gap };
    expect([event, gap, checkFor(event)(payload), schemaFor(event)(payload)]).toEqual([
      event,
      gap,
      true,
      true,
    ]);
  }
});

test("the repository is demanded where every description and enough samples have it", () => {
  const { payload } = samples.find(({ event }) => event === "issues")!;
  expect(checkFor("issues")({ ...payload, repository: undefined })).toBe(false);
});

test("a team among those asked to review a pull request passes", () => {
  const { payload } = samples.find(({ event }) => event === "pull_request")!;
  const team = {
    id: 1,
    name: "core",
    slug: "core",
    html_url: "https://github.com/orgs/o/teams/core",
    parent: null,
  };
  const given = {
    ...payload,
    pull_request: { ...(payload["pull_request"] as object), requested_reviewers: [team] },
  };
  expect([checkFor("pull_request")(given), schemaFor("pull_request")(given)]).toEqual([true, true]);
});

test("without what it is about a payload is refused", () => {
  const subjects = {
    push: "ref",
    issues: "issue",
    check_run: "check_run",
    star: "repository",
    installation: "installation",
  };
  for (const [event, subject] of Object.entries(subjects)) {
    const payload = { ...samples.find((sample) => sample.event === event)!.payload, [subject]: undefined };
    expect([event, checkFor(event)(payload), schemaFor(event)(payload)]).toEqual([event, false, false]);
  }
});

/**
 * The payload as a later GitHub may send it: new keys in every object, and new words in every field
 * that only describes.
 */
function novelty(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return value.map((element) => novelty(element, key));
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([name, member]) => [name, novelty(member, name)] as const);
    return { ...Object.fromEntries(entries), added_by_a_later_github: { at: 1 } };
  }
  return typeof value === "string" && key !== "action" ? `${value} and something new` : value;
}
