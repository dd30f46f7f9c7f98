import type { DeliveryInput, VerifyOptions } from "@flaghook/core";
import type { Observed } from "../observed.ts";

/** One delivery and the result that it must give. */
export interface ContractCase {
  readonly name: string;
  readonly delivery: DeliveryInput;
  readonly options: VerifyOptions;
  readonly expected: Observed;
}
