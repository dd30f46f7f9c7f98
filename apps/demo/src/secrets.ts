import { providers } from "./providers.ts";
import { publishedSecrets } from "./recorded-deliveries.ts";

/**
 * The secrets of one provider, and whether they are the published ones of the recorded deliveries.
 */
export interface ConfiguredSecret {
  readonly variable: string;
  readonly secret: readonly string[];
  readonly isDefault: boolean;
}

/** Secrets by provider: the environment's if set, else those of the recorded deliveries. */
export function readSecrets(environment: NodeJS.ProcessEnv): Readonly<Record<string, ConfiguredSecret>> {
  return Object.fromEntries(
    providers.map(({ id }) => {
      const variable = `${id.toUpperCase()}_WEBHOOK_SECRET`;
      const configured = environment[variable];
      const isDefault = configured === undefined || configured === "";
      return [id, { variable, isDefault, secret: isDefault ? publishedSecrets(id) : [configured] }];
    }),
  );
}
