import { webhook } from "@flaghook/adapters/express";
import { github } from "@flaghook/github";

export const receive = webhook({
  provider: github,
  secret: "secret",
  on: {
    "issues.labeled"(event) {
      console.log(event.payload.label.name);
    },
  },
});
