export { github, safeVerify, sign, verify, verifySignature } from "./provider.ts";
export {
  createProvider,
  type CreateProviderOptions,
  type GithubProviderOf,
  type ProviderEvent,
  type ProviderEventMap,
} from "./create-provider.ts";
export type { GithubProvider } from "./provider.ts";
export { WebhookError, type WebhookErrorCode, type WebhookIssue } from "@flaghook/core";
export type {
  BodyInput,
  DeliveryInput,
  Provider,
  SafeVerifyResult,
  SignOptions,
  VerifyOptions,
} from "@flaghook/core";
export type { PayloadCheck } from "@flaghook/core/shape";
// One check per event, and one type per event, action and component: listed where they are generated.
export * from "./generated/checks.ts";
export type * from "./types.ts";
