import { github } from "@flaghook/github";
import { expect, test } from "vitest";
import { checkOf } from "../../src/proof/check-of.ts";
import { shapes } from "../built-shapes.ts";
import { samples } from "../corrected.ts";
import { checkFor, schemaFor } from "../../src/proof/validators.ts";

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
    ["push", { sender: undefined, head_commit: null }],
    ["push", { commits: [] }],
    ["issues", { organization: null, installation: null }],
    ["pull_request", { organization: undefined, enterprise: {} }],
    ["create", { description: null, pusher_type: undefined }],
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

test("sender and repository are demanded where a description requires them", () => {
  const { payload } = samples.find(({ event }) => event === "issues")!;
  expect(checkFor("issues")({ ...payload, repository: undefined })).toBe(false);
  expect(checkFor("issues")({ ...payload, sender: undefined })).toBe(false);
  expect(checkFor("issues")({ ...payload, sender: { login: "a" } })).toBe(false);
});

test("a label that was added is demanded, one that was taken away is not", () => {
  for (const event of ["issues", "pull_request"]) {
    const { payload } = samples.find((one) => one.event === event && one.payload["action"] === "labeled")!;
    const without = { ...payload, label: undefined };
    expect([event, checkFor(event)(without), schemaFor(event)(without)]).toEqual([event, false, false]);
    const taken = { ...without, action: "unlabeled" };
    expect([event, checkFor(event)(taken), schemaFor(event)(taken)]).toEqual([event, true, true]);
  }
});

test("an App's times may be unix numbers, as they were in 2018", () => {
  const { payload } = structuredClone(samples.find(({ event }) => event === "check_run")!);
  Object.assign((payload["check_run"] as { app: object }).app, {
    created_at: 1_527_000_000,
    updated_at: 1_527_000_000,
  });
  expect([checkFor("check_run")(payload), schemaFor("check_run")(payload)]).toEqual([true, true]);
});

test("a deployment of an older server has no action", () => {
  for (const event of ["deployment", "deployment_status"]) {
    const { action: _, ...payload } = samples.find((one) => one.event === event)!.payload;
    const body = JSON.stringify(payload);
    const headers = github.sign(body, { secret, name: event });
    expect(github.verify({ headers, body }, { secret }).type).toBe(event);
    expect([checkFor(event)(payload), schemaFor(event)(payload)]).toEqual([true, true]);
  }
});

test("an action that nobody documents is ignored where it tells no event", () => {
  for (const [event, type] of [
    ["push", "push"],
    ["create", "create"],
    ["public", "unknown"],
  ] as const) {
    const payload = { ...samples.find((one) => one.event === event)!.payload, action: "created" };
    const body = JSON.stringify(payload);
    const headers = github.sign(body, { secret, name: event });
    expect(github.verify({ headers, body }, { secret }).type).toBe(type);
  }
});

test("a deployment or a pull request without an action does not pass as public", () => {
  for (const event of ["deployment", "deployment_status", "pull_request"]) {
    const { action: _, ...payload } = samples.find((one) => one.event === event)!.payload;
    expect([event, checkFor("public")(payload), schemaFor("public")(payload)]).toEqual([event, false, false]);
  }
});

test("a star says when it was given, a repository is nobody's member", () => {
  const star = samples.find(({ event }) => event === "star")!.payload;
  const { starred_at: _, ...starless } = star;
  const { payload } = samples.find(({ event }) => event === "repository")!;
  const member = { ...payload, member: { login: "a", id: 1 } };
  expect([checkFor("star")(star), checkFor("star")(starless)]).toEqual([true, false]);
  expect([checkFor("repository")(payload), checkFor("repository")(member)]).toEqual([true, false]);
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
