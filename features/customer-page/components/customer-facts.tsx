import Link from "next/link";
import { type KeyValue, KeyValues } from "@/components/key-values";
import { Panel } from "@/components/panel";
import { Time } from "@/components/time";
import { auditOfHref } from "@/features/audit/links";
import { useCan } from "@/features/auth/hooks";
import { phoneIdentity } from "@/features/customers/phone";
import type { Customer } from "@/features/customers/schema";

export function CustomerFacts({ customer }: { customer: Customer }) {
  const mayAudit = useCan("audit_log:read");
  const { phone, company, agent, emails, externalIds, lastSeenAt, receivesMails, createdAt } = customer;
  const others = emails.filter((email) => email !== customer.email);
  const otherPhones = customer.phones.filter((number) => number !== phoneIdentity(phone));
  const items: KeyValue[] = [
    ...numbered("Email", customer.email ? [customer.email, ...others] : others),
    ...numbered("Phone", phone ? [phone, ...otherPhones] : otherPhones),
    ...(company ? [{ label: "Company", value: company }] : []),
    ...numbered("External id", externalIds).map((item) => ({ ...item, isMono: true })),
    ...(agent ? [{ label: "Responsible member", value: agent.name }] : []),
    { label: "Mails with answers", value: receivesMails ? "On" : "Off, by their own choice" },
    { label: "Last seen", value: lastSeenAt ? <Time value={lastSeenAt} /> : "Never" },
    { label: "Created", value: <Time value={createdAt} display="short" /> },
    { label: "Customer id", value: customer.id, copy: customer.id, isMono: true },
  ];
  return (
    <Panel title="Identity" action={mayAudit && <AuditLink id={customer.id} />}>
      <KeyValues items={items} className="px-4 py-2" />
    </Panel>
  );
}

/** Who added which kind of address or id, and when. */
function AuditLink({ id }: { id: string }) {
  return (
    <Link
      href={auditOfHref("customer", id)}
      prefetch={false}
      className="inline-flex min-h-6 items-center rounded-sm text-sm text-link underline underline-offset-3"
    >
      Changes
    </Link>
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
