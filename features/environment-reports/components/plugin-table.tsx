"use client";

import { CircleArrowUp } from "lucide-react";
import Link from "next/link";
import { DataTable } from "@/components/data-table";
import type { Column } from "@/components/data-table-types";
import { StatusPill } from "@/components/status-pill";
import { isOutdated } from "@/features/environment-reports/facts";
import type { EnvironmentPlugin } from "@/features/environment-reports/schema";
import { numbered } from "@/features/environment-reports/values";
import { ShowAll, useFirst } from "./show-all";

/** The other open tickets with a plugin in the same version, and where they are listed; null if there are none, undefined if unknown. */
export type OthersWithPlugin = (
  plugin: EnvironmentPlugin,
) => { count: string; href: string } | null | undefined;

const SHOWN_AT_FIRST = 100;

/** Those that are outdated first. */
export function PluginTable({
  plugins,
  othersWith,
}: {
  plugins: EnvironmentPlugin[];
  othersWith: OthersWithPlugin;
}) {
  const rows = numbered(plugins).toSorted((a, b) => rank(a) - rank(b));
  const { first, more, showAll } = useFirst(rows, SHOWN_AT_FIRST);
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <h2 className="text-sm font-semibold">Plugins ({plugins.length})</h2>
      <DataTable
        caption="Plugins, those that are outdated first"
        noun="plugins"
        columns={columnsOf(othersWith)}
        rows={first}
        rowId={({ place }) => String(place)}
        empty={null}
      />
      <ShowAll more={more} noun="plugins" onShow={showAll} />
    </section>
  );
}

function rank(plugin: EnvironmentPlugin): number {
  if (isOutdated(plugin)) return plugin.active ? 0 : 1;
  return plugin.active ? 2 : 3;
}

function columnsOf(othersWith: OthersWithPlugin): Column<EnvironmentPlugin & { place: number }>[] {
  return [
    {
      id: "name",
      header: "Plugin",
      className: "wrap-anywhere font-medium",
      cell: ({ name }) => <span dir="auto">{name || "Without a name"}</span>,
    },
    { id: "version", header: "Version", cell: ({ version }) => <Version>{version ?? "Unknown"}</Version> },
    {
      id: "latest",
      header: "Latest",
      className: "wrap-anywhere",
      cell: (plugin) => <Latest plugin={plugin} />,
    },
    { id: "active", header: "Active", cell: ({ active }) => (active ? "Yes" : "No") },
    {
      id: "others",
      header: "Other tickets",
      cell: (plugin) => <Others plugin={plugin} others={othersWith(plugin)} />,
    },
  ];
}

function Latest({ plugin }: { plugin: EnvironmentPlugin }) {
  if (plugin.latest === undefined) return <span className="text-muted-foreground">Not reported</span>;
  if (isOutdated(plugin)) return <StatusPill tone="warning" icon={<CircleArrowUp />} label={plugin.latest} />;
  return <Version>{plugin.latest}</Version>;
}

function Version({ children }: { children: string }) {
  return <span className="font-mono text-xs wrap-anywhere">{children}</span>;
}

function Others({
  plugin: { name, version },
  others,
}: {
  plugin: EnvironmentPlugin;
  others: ReturnType<OthersWithPlugin>;
}) {
  if (others === undefined) return null;
  if (others === null) return <span className="text-muted-foreground">No other</span>;
  const tickets = `${others.count} other open ${others.count === "1" ? "ticket" : "tickets"}`;
  return (
    <Link
      href={others.href}
      prefetch={false}
      aria-label={`${tickets} with ${name} ${version}`}
      className="inline-flex min-h-6 items-center rounded-sm text-link underline underline-offset-3"
    >
      {tickets}
    </Link>
  );
}
