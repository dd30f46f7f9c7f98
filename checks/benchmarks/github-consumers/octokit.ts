import { Webhooks } from "@octokit/webhooks";

const webhooks = new Webhooks({ secret: "secret" });
webhooks.on(["push", "issues.labeled", "pull_request.synchronize"], ({ name, payload }) => {
  console.log(name, payload.repository?.full_name);
});
webhooks.onAny((event) => {
  if (event.name === "issues" && event.payload.action === "labeled") console.log(event.payload.label?.name);
  if (event.name === "push") console.log(event.payload.ref);
});
