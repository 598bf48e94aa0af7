/**
 * A customer as the audit log names them: by the end of their id. Its entries can never be changed, so what may have to be erased one day
 * must not be in them.
 */
export function customerTarget(id: string) {
  return { type: "customer", id, name: id.slice(-8) };
}
