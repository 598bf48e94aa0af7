/** Of a filter, whether all of them must hold or any. */
export function conditionsOf<Condition>({
  all,
  any,
}: {
  all?: Condition[] | undefined;
  any?: Condition[] | undefined;
}): Condition[] {
  return all ?? any ?? [];
}
