import { type KeyValue, KeyValues } from "@/components/key-values";
import { Time } from "@/components/time";
import type { Customer } from "@/features/customers/schema";
import { CustomerCard } from "./customer-card";

export function CustomerFacts({ customer }: { customer: Customer }) {
  const { phone, company, agent, emails, externalIds, lastSeenAt, createdAt } = customer;
  const others = emails.filter((email) => email !== customer.email);
  const items: KeyValue[] = [
    ...numbered("Email", customer.email ? [customer.email, ...others] : others),
    ...(phone ? [{ label: "Phone", value: phone, copy: phone }] : []),
    ...(company ? [{ label: "Company", value: company }] : []),
    ...numbered("External id", externalIds).map((item) => ({ ...item, isMono: true })),
    ...(agent ? [{ label: "Looked after by", value: agent.name }] : []),
    { label: "Last seen", value: lastSeenAt ? <Time value={lastSeenAt} /> : "Never" },
    { label: "Created", value: <Time value={createdAt} display="short" /> },
    { label: "Customer id", value: customer.id, copy: customer.id, isMono: true },
  ];
  return (
    <CustomerCard title="Identity">
      <KeyValues items={items} className="px-4 py-2" />
    </CustomerCard>
  );
}

/** "Email", "Email 2": labels tell the copy buttons apart. */
function numbered(label: string, values: string[]): KeyValue[] {
  return values.map((value, index) => ({
    label: index === 0 ? label : `${label} ${index + 1}`,
    value,
    copy: value,
  }));
}
