/** How far a sender's clock may be off, either way. */
export const TOLERANCE_SECONDS = 300;
