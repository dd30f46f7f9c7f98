/** The file of samples: components are written once, and `{ "$": name }` stands for one. */
export interface GithubSamples {
  readonly components: Readonly<Record<string, unknown>>;
  readonly events: Readonly<
    Record<string, { readonly fields: object; readonly actions?: Readonly<Record<string, object>> }>
  >;
}

/** The payload of one event and action, with all its components. */
export function githubSample(samples: unknown, name: string, action?: string): unknown {
  const { components, events } = samples as GithubSamples; // a file of ours
  const event = Object.hasOwn(events, name) ? events[name] : undefined;
  if (event === undefined) return undefined;
  const { fields, actions = {} } = event;
  const chosen = action ?? Object.keys(actions)[0];
  const payload = chosen === undefined ? fields : { action: chosen, ...fields, ...actions[chosen] };
  return expand(payload, components);
}

function expand(value: unknown, components: GithubSamples["components"]): unknown {
  if (Array.isArray(value)) return value.map((element) => expand(element, components));
  if (typeof value !== "object" || value === null) return value;
  const { $: name } = value as { readonly $?: string };
  if (name !== undefined) return expand(components[name], components);
  return Object.fromEntries(Object.entries(value).map(([key, nested]) => [key, expand(nested, components)]));
}
