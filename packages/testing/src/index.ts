export { providerContract, type TestRunner } from "./contract.ts";
export type { ContractCase } from "./cases/contract-case.ts";
export { signedDelivery, type SignedDelivery, type SignedDeliveryOptions } from "./signed-delivery.ts";
export {
  signedRequest,
  type DeliveryMethod,
  type SignedRequest,
  type SignedRequestOptions,
} from "./signed-request.ts";
export type { Observed } from "./observed.ts";
export type { ExpectedEvent, ProviderVector, ProviderVectors } from "./vectors.ts";
