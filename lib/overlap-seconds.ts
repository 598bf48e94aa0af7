import { DAY_MS, SECOND_MS } from "./time";

/** For which two secrets may go on working side by side, from any moment on. */
export const MAX_OVERLAP_SECONDS = (7 * DAY_MS) / SECOND_MS;

export const DEFAULT_OVERLAP_SECONDS = DAY_MS / SECOND_MS;
