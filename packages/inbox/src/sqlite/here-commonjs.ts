import { pathToFileURL } from "node:url";

/** URL of this folder's CommonJS modules. */
export const here: string = pathToFileURL(__filename).href;
