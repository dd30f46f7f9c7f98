/** The provider packages that are measured. Their folder, name and exported constant are the id. */
export const ids = ["hypertune", "goff", "optimizely"] as const;
