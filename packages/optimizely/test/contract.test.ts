import { providerContract } from "@flaghook/testing";
import { expect, test } from "vitest";
import { otherRealm } from "../../../tools/other-realm.ts";
import { optimizely } from "../src/index.ts";
import { vectors } from "./vectors.ts";

providerContract(optimizely, { ...vectors, otherRealm }, { test, expect });
