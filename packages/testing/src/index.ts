export { providerContract, type ContractCase, type TestRunner } from "./contract.ts";
export { signedDelivery, type SignedDelivery, type SignedDeliveryOptions } from "./signed-delivery.ts";
export type { Outcome } from "./observed.ts";
export type { ExpectedEvent, ProviderVector, ProviderVectors } from "./vectors.ts";
