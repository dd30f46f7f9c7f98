import { github } from "@flaghook/github";
import {
  mentioned,
  type ShapeField,
  type ShapeFields,
  type ShapeNode,
  type Shapes,
} from "../model/shapes.ts";
import type { Sample } from "../read/evidence.ts";
import { checkFor, schemaFor } from "./validators.ts";

const secret = "secret";

/** What was done to the samples to see what is refused. */
export interface DemandReport {
  readonly tried: number;
  /** What passed though it lacked a demanded field, or had another type there. */
  readonly passed: readonly string[];
}

/** Takes away each demanded field of a sample, and puts each other type there: `verify`, check and schema must refuse all. */
export function tryDemands(shapes: Shapes, sample: Sample): DemandReport {
  const [check, schema] = [checkFor(sample.event), schemaFor(sample.event)];
  const passed: string[] = [];
  let tried = 0;
  for (const { path, holder, key, field } of new Places(shapes).demandedIn(sample)) {
    const genuine = holder[key];
    for (const wrong of [undefined, ...wrongFor(field, genuine)]) {
      holder[key] = wrong;
      // Verified as a delivery where the field is missing: the body has to be written and signed anew.
      const isRefused = wrong !== undefined || verdictOf(sample) === "schema-mismatch";
      if (!isRefused || check(sample.payload) || schema(sample.payload))
        passed.push(`${path}: ${String(wrong)}`);
      holder[key] = genuine;
      tried++;
    }
  }
  return { tried, passed };
}

function verdictOf({ event, payload }: Sample): string {
  const body = JSON.stringify(payload);
  const result = github.safeVerify({ headers: github.sign(body, { secret, name: event }), body }, { secret });
  return result.ok ? result.event.type : result.error.code;
}

/** Values of a type that the field does not have. */
function wrongFor(field: ShapeField, genuine: unknown): readonly unknown[] {
  const candidates = [null, "text", 42, true, {}, []];
  return candidates.filter((value) => {
    if (field.is?.includes("any")) return false;
    if (value === null) return !field.nullable && genuine !== null;
    if (Array.isArray(value)) return field.array === undefined;
    if (typeof value === "object") return (field.bag ?? field.component ?? field.fields) === undefined;
    return !field.is?.includes(typeof value as "string");
  });
}

interface Place {
  readonly path: string;
  readonly holder: Record<string, unknown>;
  readonly key: string;
  readonly field: ShapeField;
}

/** Every place in a payload where its shape demands a field; of a list only in the first element. */
class Places {
  readonly #shapes: Shapes;

  constructor(shapes: Shapes) {
    this.#shapes = shapes;
  }

  demandedIn({ event, payload }: Sample): readonly Place[] {
    const { fields, only } = this.#shapes.events[event]!;
    return [...this.#inObject(event, payload, { ...fields, ...only[String(payload["action"])] })];
  }

  *#inObject(path: string, holder: Record<string, unknown>, fields: ShapeFields): Generator<Place> {
    for (const [key, field] of Object.entries(fields)) {
      const at = `${path}.${key}`;
      if (!field.optional && holder[key] !== undefined) yield { path: at, holder, key, field };
      yield* this.#inValue(at, holder[key], field);
    }
  }

  *#inValue(path: string, value: unknown, node: ShapeNode): Generator<Place> {
    if (Array.isArray(value)) {
      if (node.array !== undefined)
        for (const element of value.slice(0, 1)) yield* this.#inValue(`${path}[]`, element, node.array);
      return;
    }
    if (typeof value !== "object" || value === null || node.bag) return;
    const component = node.component === undefined ? undefined : this.#shapes.components[node.component]!;
    const inherited = component?.like === undefined ? {} : this.#shapes.components[component.like]!.fields;
    const demanding = component === undefined ? node.fields : { ...inherited, ...component.fields };
    const fields = demanding !== undefined && node.loose ? mentioned(demanding) : demanding;
    if (fields !== undefined) yield* this.#inObject(path, value as Record<string, unknown>, fields);
  }
}
