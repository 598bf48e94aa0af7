/** Rows of a page, unless more or fewer are asked for. */
export const PAGE_LIMIT = 25;
