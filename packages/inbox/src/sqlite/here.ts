/** URL of this folder's ES modules. CommonJS cannot parse `import.meta`, so it has its own file. */
export const here: string = import.meta.url;
