/** Where an app sends its customer, with its request as the query. */
export function authorizeHref(): string {
  return "/oauth/authorize";
}

/** Where a customer types the code that their device shows. */
export function deviceHref(): string {
  return "/oauth/device";
}

export function confirmDeviceHref(): string {
  return "/oauth/device/confirm";
}

export function deviceDoneHref(isAllowed: boolean): string {
  return `/oauth/device/done${isAllowed ? "" : "?denied"}`;
}
