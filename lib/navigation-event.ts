/** Told to the window when the router sets out for another page; the detail is its URL. */
export const NAVIGATION_START = "replify:navigation-start";
