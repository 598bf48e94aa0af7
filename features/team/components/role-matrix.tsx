import {
  Table,
  TableBody,
  TableCaption,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { permissionsOf } from "@/features/auth/permissions";
import { roleLabel } from "@/features/auth/role-label";
import { describeScopes, levelOf, RESOURCE_TEXT } from "@/features/tokens/access";
import { cn } from "@/lib/cn";
import { ROLES } from "@/lib/roles";
import { RESOURCES } from "@/lib/scopes";

const LEVEL_LABELS = { none: "None", read: "Read", write: "Write" } as const;

/** What each role may do, from the table that the server itself decides by; first in words, then in full. */
export function RoleMatrix() {
  return (
    <>
      <dl className="grid gap-3 md:grid-cols-2">
        {ROLES.map((role) => (
          <div key={role} className="rounded-lg border border-border bg-card px-4 py-3">
            <dt className="text-sm font-medium">{roleLabel(role)}</dt>
            <dd className="text-sm text-muted-foreground">
              Can {describeScopes(permissionsOf(role)) ?? "do nothing"}.
            </dd>
          </div>
        ))}
      </dl>
      <section
        aria-label="Roles and permissions"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: on narrow screens it scrolls, which the keyboard must be able to do.
        tabIndex={0}
        className="overflow-x-auto rounded-lg border border-border bg-card shadow-xs"
      >
        <Table>
          <TableCaption>What each role may do with each resource</TableCaption>
          <TableHeader>
            <TableRow>
              <TableHead className="max-md:px-2">Resource</TableHead>
              {ROLES.map((role) => (
                <TableHead key={role} className="max-md:px-2">
                  {roleLabel(role)}
                </TableHead>
              ))}
            </TableRow>
          </TableHeader>
          <TableBody>
            {RESOURCES.map((resource) => (
              <TableRow key={resource}>
                <th scope="row" className="px-3 py-2 text-left font-medium max-md:px-2">
                  {RESOURCE_TEXT[resource].label}
                </th>
                {ROLES.map((role) => {
                  const level = levelOf(permissionsOf(role), resource);
                  return (
                    <TableCell
                      key={role}
                      className={cn("max-md:px-2", level === "none" && "text-muted-foreground")}
                    >
                      {LEVEL_LABELS[level]}
                    </TableCell>
                  );
                })}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </section>
      <p className="text-sm text-muted-foreground">
        Write includes read. A token never does more than the role of its owner, whatever its scopes say.
      </p>
    </>
  );
}
