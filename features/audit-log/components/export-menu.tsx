"use client";

import { Download } from "lucide-react";
import { announce } from "@/components/live-regions";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { exportAuditLogEndpoint } from "@/features/audit-log/contract";
import { EXPORT_FORMATS, EXPORT_LIMIT } from "@/features/audit-log/export-formats";
import { type AuditLogView, exportUrl } from "@/features/audit-log/hooks";
import { useConfirmIdentity } from "@/features/auth/confirmation-hooks";
import { formatCount } from "@/lib/format-number";

const LABELS = { csv: "CSV, for spreadsheets", json: "JSON, for programs" } as const;

/** Downloads exactly what the filters show, all pages of it. */
export function ExportMenu({ view }: { view: AuditLogView }) {
  const confirmIdentity = useConfirmIdentity();

  async function download(format: (typeof EXPORT_FORMATS)[number]) {
    if (!(await confirmIdentity(exportAuditLogEndpoint))) return;
    const link = document.createElement("a");
    link.href = exportUrl(view, format, Date.now());
    // The server's name for the file wins; the attribute keeps an error from replacing this page.
    link.download = `audit-log.${format}`;
    link.click();
    announce("The download has started");
  }

  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button title={`What the filters show, up to ${formatCount(EXPORT_LIMIT)} entries`}>
          <Download aria-hidden />
          Export
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {EXPORT_FORMATS.map((format) => (
          <DropdownMenuItem key={format} onSelect={() => download(format)}>
            {LABELS[format]}
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
