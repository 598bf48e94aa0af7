/** So many rows a list has at first. */
export const FIRST_LIMIT = 5;
/** The most that a page of the API holds. */
export const FULL_LIMIT = 100;
