/** URL of the folder's ES modules. CommonJS has a file of its own: it cannot even read these words. */
export const here: string = import.meta.url;
