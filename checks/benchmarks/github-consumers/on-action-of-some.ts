import { webhook } from "@flaghook/adapters/express";
import { createProvider, issuesCheck } from "@flaghook/github";

export const receive = webhook({
  provider: createProvider({ events: { issues: issuesCheck } }),
  secret: "secret",
  on: {
    "issues.labeled"(event) {
      console.log(event.payload.label.name);
    },
  },
});
