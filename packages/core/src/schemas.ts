export { createSchemaOf, schemaOf, type SchemaOf } from "./shape/schema-kit.ts";
export {
  basicKinds,
  lazyKind,
  recordKind,
  specialKind,
  unionKind,
  variantsKind,
  type FurtherKinds,
} from "./shape/schema-kinds.ts";
