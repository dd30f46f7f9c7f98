import type { Provider } from "@flaghook/core";
import { github } from "@flaghook/github";
import { goff } from "@flaghook/goff";
import { hypertune } from "@flaghook/hypertune";
import { optimizely } from "@flaghook/optimizely";

/** Whose deliveries the demo receives. */
export const providers: readonly Provider[] = [goff, hypertune, optimizely, github];
