import { webhook } from "@flaghook/adapters/fetch";
import { github } from "@flaghook/github";
import type { ActionFunctionArgs } from "react-router";

const receive = webhook({
  provider: github,
  secret: () => process.env.GITHUB_WEBHOOK_SECRET,
  on: {
    push(event) {
      console.log("pushed", event.payload.ref);
    },
  },
});

// A resource route: without a component, so the response is ours.
export const action = ({ request }: ActionFunctionArgs): Promise<Response> => receive(request);
