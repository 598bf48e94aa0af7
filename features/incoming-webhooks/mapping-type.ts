/** Field of an action (dotted, `customer.email`) → path into the payload, or text with `{{path}}` or Liquid in it. */
export type Mapping = Readonly<Record<string, string>>;
