/** The fields of `after` that `before` has otherwise, as JSON unless told how to compare them. */
export function changedFields(
  after: object,
  before: object,
  textOf: (value: unknown) => string = JSON.stringify,
) {
  return Object.fromEntries(
    Object.entries(after).filter(([field, value]) => textOf(value) !== textOf(Reflect.get(before, field))),
  );
}
