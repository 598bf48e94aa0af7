import { PayloadView } from "@/components/payload-view";
import type { Customer } from "@/features/customers/schema";
import { CustomerCard } from "./customer-card";

export function CustomerAttributes({ customer: { id, attributes } }: { customer: Customer }) {
  return (
    <CustomerCard title="Attributes">
      {Object.keys(attributes).length === 0 ? (
        <p className="px-4 py-3 text-sm text-muted-foreground">
          None. Programs can store anything about a customer here through the API.
        </p>
      ) : (
        <div className="p-3">
          <PayloadView
            label="Attributes"
            body={JSON.stringify(attributes)}
            contentType="application/json"
            filename={`customer-${id}.json`}
          />
        </div>
      )}
    </CustomerCard>
  );
}
