export { createSchemaOf, schemaOf, type FurtherKinds, type SchemaOf } from "./shape/schema-kit.ts";
export {
  lazyKind,
  recordKind,
  specialKind,
  unionKind,
  variantsKind,
  type SchemaKind,
} from "./shape/schema-kinds.ts";
