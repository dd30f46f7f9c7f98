import { providerContract } from "@flaghook/testing";
import { expect, test } from "vitest";
import { otherRealm } from "../../../tools/test-support/other-realm.ts";
import { standardWebhooks } from "../src/index.ts";
import { vectors } from "./vectors.ts";

providerContract(standardWebhooks, { ...vectors, otherRealm }, { test, expect });
