export const CODE_CLASSES = ["2xx", "3xx", "4xx", "5xx", "none"] as const;
