export type { GithubEventBase, GithubNamedEvent, GithubUnknownEvent } from "./event.ts";
// One name per event, action and component: listed where they are generated.
export type * from "./generated/types.ts";
