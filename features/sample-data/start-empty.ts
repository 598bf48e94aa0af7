/** Set in a browser in which the offer was declined. */
export const START_EMPTY_COOKIE = "replify-start-empty";
