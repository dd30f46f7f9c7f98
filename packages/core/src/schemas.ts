export { schemaOf } from "./shape/schema-kit.ts";
