/** The keys in a resource such as `proj/default:env/production:flag/checkout;beta`. */
export interface ResourceKeys {
  readonly project: string | undefined;
  readonly environment: string | undefined;
  readonly flag: string | undefined;
}

/**
 * Reads keys as they are: letters, digits and `._-`. Anything else, such as `*` for all, is no key.
 */
export function readResource(resource: string): ResourceKeys {
  const keyOf = (type: string): string | undefined => {
    const part = resource.split(":").find((one) => one.startsWith(`${type}/`));
    const [key] = part?.slice(type.length + 1).split(";") ?? [];
    return key !== undefined && /^[\w.-]+$/.test(key) ? key : undefined;
  };
  return { project: keyOf("proj"), environment: keyOf("env"), flag: keyOf("flag") };
}
