// One namespace for each provider, one inside it for each event with actions: listed where they are generated.
export * from "./generated/samples/index.ts";
