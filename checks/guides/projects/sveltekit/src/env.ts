import { defineEnvVars } from "@sveltejs/kit/env";

export const variables = defineEnvVars({
  GITHUB_WEBHOOK_SECRET: { schema: (value) => value }, // optional, since the build would demand it
});
