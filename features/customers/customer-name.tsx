import { cn } from "@/lib/cn";

interface Named {
  name: string | null;
  email: string | null;
}

/** What a customer is called in a sentence. */
export function customerLabel({ name, email }: Named): string {
  return name ?? email ?? "Unnamed customer";
}

/** Someone without a name is shown by their address, in other letters. */
export function CustomerName({ customer, className }: { customer: Named; className?: string }) {
  return (
    <span className={cn("wrap-anywhere", !customer.name && "font-normal text-muted-foreground", className)}>
      {customerLabel(customer)}
    </span>
  );
}
