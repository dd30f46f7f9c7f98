import { providerContract } from "@flaghook/testing";
import { expect, test } from "vitest";
import { otherRealm } from "../../../tools/test-support/other-realm.ts";
import { growthbook, growthbookSdk } from "../src/index.ts";
import { sdkVectors, vectors } from "./vectors.ts";

providerContract(growthbook, { ...vectors, otherRealm }, { test, expect });
providerContract(growthbookSdk, { ...sdkVectors, otherRealm }, { test, expect });
