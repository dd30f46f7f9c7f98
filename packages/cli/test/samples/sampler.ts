import { onceEach } from "@flaghook/core/shape";
import { createParts, type Fields, type NodeFields, type Parts } from "../../../github/src/parts.ts";
import type { EventShape } from "../../../github/src/shape.ts";

/** What stands for one field of this name. `undefined` leaves it out. */
export type SampleNode = (name: string) => unknown;

/** A component, by its name: it is written once. */
export interface ComponentReference {
  readonly $: string;
}

/** Samples of all components that shapes have named, and what gathers them. */
export interface Sampler {
  readonly components: Map<string, unknown>;
  sample(shape: EventShape): { readonly fields: object; readonly actions?: Readonly<Record<string, object>> };
}

/**
 * Makes payloads of GitHub's shapes: everything that a shape demands, and all plain values, as their
 * names suggest. What an action has of its own is there even if the shape does not demand it.
 */
export function createSampler(): Sampler {
  const components = new Map<string, unknown>();
  const component = onceEach((fields: Fields): SampleNode => {
    const name = nameOf(fields);
    return () => {
      if (!components.has(name)) {
        components.set(name, {}); // in case it names itself
        components.set(name, sampleFields(fields(parts), name));
      }
      return { $: name };
    };
  });
  const parts = createSampleParts(component, () => absent);
  const generous = createSampleParts(component, (node) => node);
  return {
    components,
    sample: ({ actions, fields, only }) => {
      const common = sampleFields(fields(parts), "event");
      if (actions === undefined || actions === "") return { fields: common };
      const groups = Object.entries(only?.(generous) ?? {});
      const own = actions.split(" ").map((action) => {
        const mine = groups.filter(([names]) => names.split(" ").includes(action));
        return [
          action,
          Object.assign({}, ...mine.map(([, extra]) => sampleFields(extra, "event"))) as object,
        ] as const;
      });
      return { fields: common, actions: Object.fromEntries(own) };
    },
  };
}

const absent: SampleNode = () => undefined;

function nameOf(fields: Fields): string {
  return (fields as { readonly name: string }).name.replace(/Fields$/, "");
}

function createSampleParts(
  component: (fields: Fields) => SampleNode,
  optional: (node: SampleNode) => SampleNode,
): Parts<SampleNode> {
  const plain: readonly SampleNode[] = [text, number, boolean, time];
  const parts = createParts<SampleNode>({
    string: () => text,
    number: () => number,
    boolean: () => boolean,
    unknown: () => () => ({}),
    absent: () => absent,
    literal: (word) => () => word,
    array: (element) => (name) => [element(name.replace(/s$/, ""))],
    object: (fields) => (name) => sampleFields(fields, name),
    union: (...nodes) => (nodes.includes(text) && nodes.includes(number) ? time : (name) => nodes[0]!(name)),
    nullable: (node) => node,
    nullish: (node) => (plain.includes(node) ? node : optional(node)),
    lazy: (make) => (name) => make()(name),
  });
  // A component is written once, by its name, which its fields have.
  return { ...parts, l: component, L: (fields) => optional(component(fields)) };
}

function sampleFields(fields: NodeFields<SampleNode>, parent: string): object {
  const entries = Object.entries(fields).map(
    ([name, node]) => [name, node(name === "name" ? parent : name)] as const,
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/_at$|_on$|timestamp|date/, "2026-11-29T06:00:00Z"],
  [/^(?:ref|base_ref|head_ref|base_refs)$/, "refs/heads/main"],
  [/sha$|^(?:before|after|head|base|oid|id|tree_id|commit_id|commit_oid|head_commit)$/, "6dcb09b5b57875f334f61aebed695e2e4193db5e"],
  [/url$|^href$|^homepage$|^compare$/, "https://github.com/octo-org/hello-world"],
  [/login$|^(?:user|username|sender|owner|slug)$/, "octocat"],
  [/email/, "octocat@example.com"],
  [/full_name/, "octo-org/hello-world"],
  [/branch/, "main"],
  [/^(?:repository|title|name)$/, "hello-world"],
  [/node_id|guid/, "MDEwOlJlcG9zaXRvcnkx"],
  [/visibility/, "public"],
  [/color/, "d73a4a"],
  [/^(?:state|status)$/, "open"],
  [/^zen$/, "Design for failure."],
  [/^(?:body|message|description|content)$/, "Says hello."],
]; // prettier-ignore

function text(name: string): string {
  return TEXTS.find(([pattern]) => pattern.test(name))?.[1] ?? name;
}

function number(name: string): number {
  return /(?:^|_)id$/.test(name) ? 1296269 : 1;
}

function boolean(): boolean {
  return false;
}

function time(): string {
  return "2026-11-29T06:00:00Z";
}
