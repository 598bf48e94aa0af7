type Changes = Record<string, { from: unknown; to: unknown }>;

/** A ticket's changes for the audit log. That can't forget, so it names customers, who may be erased one day, by their ids alone. */
export function auditable({ customer, ...changed }: Changes): Changes {
  if (!customer) return changed;
  return { ...changed, customer: { from: idOf(customer.from), to: idOf(customer.to) } };
}

function idOf(ref: unknown): unknown {
  return typeof ref === "object" && ref !== null && "id" in ref ? ref.id : null;
}
