import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

// The cards below 768 px change `display`, which makes browsers forget that this is a table; stated roles stay.
const ROLES = {
  table: { role: "table" },
  rowgroup: { role: "rowgroup" },
  row: { role: "row" },
  columnheader: { role: "columnheader" },
  cell: { role: "cell" },
} as const;

export function Table({ className, ...props }: ComponentProps<"table">) {
  return (
    <table
      {...ROLES.table}
      className={cn("w-full border-collapse text-left text-sm", className)}
      {...props}
    />
  );
}

export function TableCaption({ className, ...props }: ComponentProps<"caption">) {
  return <caption className={cn("sr-only", className)} {...props} />;
}

export function TableHeader({ className, ...props }: ComponentProps<"thead">) {
  return (
    <thead {...ROLES.rowgroup} className={cn("border-b border-border bg-muted", className)} {...props} />
  );
}

export function TableBody({ className, ...props }: ComponentProps<"tbody">) {
  return <tbody {...ROLES.rowgroup} className={cn("divide-y divide-border", className)} {...props} />;
}

export function TableRow({ className, ...props }: ComponentProps<"tr">) {
  return <tr {...ROLES.row} className={className} {...props} />;
}

export function TableHead({ className, ...props }: ComponentProps<"th">) {
  return (
    <th
      {...ROLES.columnheader}
      scope="col"
      className={cn(
        "h-9 px-3 text-left text-xs font-medium whitespace-nowrap text-muted-foreground",
        className,
      )}
      {...props}
    />
  );
}

export function TableCell({ className, ...props }: ComponentProps<"td">) {
  return <td {...ROLES.cell} className={cn("px-3 py-2 align-middle", className)} {...props} />;
}
