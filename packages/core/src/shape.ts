export {
  absent,
  array,
  boolean,
  lazy,
  literal,
  nonEmptyString,
  nullable,
  nullish,
  number,
  object,
  optional,
  record,
  special,
  string,
  union,
  unknown,
  variants,
  type SpecialShape,
} from "./shape/shapes.ts";
export { onceEach } from "./shape/once-each.ts";
export { checkKit, checkOf, type PayloadCheck } from "./shape/check-kit.ts";
export type { Fields, Kind, Kinds, Kit, ObjectOf, OptionalShape, Shape, ValueOf } from "./shape/shape.ts";
