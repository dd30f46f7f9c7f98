import { providerContract } from "@flaghook/testing";
import { expect, test } from "vitest";
import { optimizely } from "../src/index.ts";
import { vectors } from "./vectors.ts";

providerContract(optimizely, vectors, { test, expect });
