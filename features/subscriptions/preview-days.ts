export const PREVIEW_DAYS = 7;
