import { github } from "@flaghook/github";
import { expect, test } from "vitest";
import type { Sample } from "../src/read/evidence.ts";
import { loosened, type ShapeField, type ShapeFields, type ShapeNode } from "../src/shapes.ts";
import { samples, shapes } from "./corrected.ts";
import { checkFor, schemaFor } from "./validators.ts";

const secret = "secret";

interface Place {
  readonly path: string;
  readonly holder: Record<string, unknown>;
  readonly key: string;
  readonly field: ShapeField;
}

test.each(Object.keys(shapes.events).filter((event) => samples.some((sample) => sample.event === event)))(
  "%s: a payload that lacks a load-bearing field, or has another type there, is refused",
  { timeout: 30_000 },
  (event) => {
    const [check, schema] = [checkFor(event), schemaFor(event)];
    for (const sample of samples.filter((one) => one.event === event)) {
      const places = [...demandedIn(sample)];
      expect(places.length).toBeGreaterThan(0);
      for (const { path, holder, key, field } of places) {
        const genuine = holder[key];
        for (const wrong of [undefined, ...wrongFor(field, genuine)]) {
          holder[key] = wrong;
          // Verified as a delivery where the field is missing: the body has to be written and signed anew.
          const verdict = wrong === undefined ? verdictOf(sample) : "schema-mismatch";
          const outcome = [path, wrong, verdict, check(sample.payload), schema(sample.payload)];
          holder[key] = genuine;
          expect(outcome).toEqual([path, wrong, "schema-mismatch", false, false]);
        }
      }
    }
  },
);

test("an issue says where the payload is wrong and what should stand there", () => {
  const payload = structuredClone(samples.find(({ event }) => event === "issues")!.payload);
  (payload["issue"] as { user: { login: unknown } }).user.login = 42;
  const body = JSON.stringify(payload);
  const result = github.safeVerify(
    { headers: github.sign(body, { secret, name: "issues" }), body },
    { secret },
  );
  expect(!result.ok && result.error.issues).toEqual([
    { path: ["issue", "user", "login"], code: "invalid_type", expected: "string" },
  ]);
});

function verdictOf({ event, payload }: Sample): string {
  const body = JSON.stringify(payload);
  const result = github.safeVerify({ headers: github.sign(body, { secret, name: event }), body }, { secret });
  return result.ok ? result.event.type : result.error.code;
}

/** Values of a type that the field does not have. */
function wrongFor(field: ShapeField, genuine: unknown): readonly unknown[] {
  const candidates = [null, "text", 42, true, {}, []];
  return candidates.filter((value) => {
    if (value === null) return !field.nullable && genuine !== null;
    if (Array.isArray(value)) return field.array === undefined;
    if (typeof value === "object") return (field.bag ?? field.component ?? field.fields) === undefined;
    return !field.is?.includes(typeof value as "string");
  });
}

/** Every place in a sample where its shape demands a field. */
function* demandedIn({ event, payload }: Sample): Generator<Place> {
  const { fields, only } = shapes.events[event]!;
  yield* inObject(event, payload, {
    ...fields,
    ...only[String(payload["action"])],
  });
}

function* inObject(path: string, holder: Record<string, unknown>, fields: ShapeFields): Generator<Place> {
  for (const [key, field] of Object.entries(fields)) {
    const at = `${path}.${key}`;
    if (!field.optional && holder[key] !== undefined) yield { path: at, holder, key, field };
    yield* inValue(at, holder[key], field);
  }
}

function* inValue(path: string, value: unknown, node: ShapeNode): Generator<Place> {
  if (Array.isArray(value)) {
    if (node.array !== undefined)
      for (const element of value.slice(0, 1)) yield* inValue(`${path}[]`, element, node.array);
    return;
  }
  if (typeof value !== "object" || value === null || node.bag) return;
  const component = node.component === undefined ? undefined : shapes.components[node.component]!;
  const inherited = component?.like === undefined ? {} : shapes.components[component.like]!.fields;
  const demanding = component === undefined ? node.fields : { ...inherited, ...component.fields };
  const fields = demanding !== undefined && node.loose ? loosened(demanding) : demanding;
  if (fields !== undefined) yield* inObject(path, value as Record<string, unknown>, fields);
}
