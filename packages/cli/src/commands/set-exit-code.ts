/** Says how the command ended: 0 genuine or done, 1 refused or failed. */
export type SetExitCode = (code: 0 | 1) => void;
