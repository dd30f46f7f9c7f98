import { route, type RouteConfig } from "@react-router/dev/routes";

export default [route("webhooks/github", "routes/github.ts")] satisfies RouteConfig;
