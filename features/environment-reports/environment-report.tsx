"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { CopyButton } from "@/components/copy-button";
import { downloadFile } from "@/components/download";
import { EmptyState } from "@/components/empty-state";
import { KeyValues } from "@/components/key-values";
import { SearchInput } from "@/components/search-input";
import { Button } from "@/components/ui/button";
import { environmentFacts } from "@/features/environment-reports/facts";
import { reportText } from "@/features/environment-reports/report-text";
import type { EnvironmentReport } from "@/features/environment-reports/schema";
import { foldText } from "@/lib/fold-text";
import { EnvironmentFindings } from "./components/environment-findings";
import { EnvironmentSections } from "./components/environment-sections";
import { type OthersWithPlugin, PluginTable } from "./components/plugin-table";

/** Have their own table. */
const PLUGIN_SECTIONS = [
  "wp-plugins-active",
  "wp-plugins-inactive",
  "wp-mu-plugins",
  "active_plugins",
  "inactive_plugins",
  "activePlugins",
];

interface EnvironmentReportViewProps {
  report: EnvironmentReport;
  /** Without its ending. */
  fileName: string;
  othersWith: OthersWithPlugin;
}

/** What a customer's site told about itself: what is wrong with it first, then the facts, and everything else folded. */
export function EnvironmentReportView({ report, fileName, othersWith }: EnvironmentReportViewProps) {
  const [needle, setNeedle] = useState("");
  const { summary, findings, sections, leftOut } = report;
  const has = matcherOf(needle);
  const found = {
    findings: findings.filter(({ message }) => has(message)),
    facts: environmentFacts(summary).filter(({ label, value }) => has(`${label} ${value}`)),
    plugins: summary.plugins?.filter(({ name, version = "" }) => has(`${name} ${version}`)) ?? [],
    sections: sections
      .filter(({ key }) => !PLUGIN_SECTIONS.includes(key))
      .map((section) => ({
        ...section,
        fields: section.fields.filter(({ label, value }) => has(`${label} ${value}`)),
      }))
      .filter(({ fields }) => needle === "" || fields.length > 0),
  };
  const isEmpty = Object.values(found).every((list) => list.length === 0);
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <SearchInput
          label="Filter the diagnostics"
          placeholder="Name or value"
          value={needle}
          onChange={setNeedle}
        />
        <div className="flex flex-wrap items-center gap-2">
          <CopyButton value={reportText(report)} noun="Diagnostics" label="Copy as text" />
          <Button
            size="sm"
            onClick={() =>
              downloadFile(`${fileName}.json`, JSON.stringify(report, null, 2), "application/json")
            }
          >
            <Download aria-hidden />
            Download
          </Button>
        </div>
      </div>
      {found.findings.length > 0 && <EnvironmentFindings findings={found.findings} />}
      {found.facts.length > 0 && (
        <section className="flex flex-col gap-2">
          <h2 className="text-sm font-semibold">Summary</h2>
          <KeyValues layout="grid" items={found.facts} />
        </section>
      )}
      {found.plugins.length > 0 && <PluginTable plugins={found.plugins} othersWith={othersWith} />}
      {found.sections.length > 0 && <EnvironmentSections sections={found.sections} isOpen={needle !== ""} />}
      {isEmpty && needle !== "" && (
        <EmptyState
          title="No diagnostics match"
          actions={<Button onClick={() => setNeedle("")}>Clear the filter</Button>}
        />
      )}
      {leftOut > 0 && (
        <p className="text-sm text-muted-foreground">
          {leftOut === 1 ? "1 private field was" : `${leftOut} private fields and sections were`} left out
          before this was stored.
        </p>
      )}
    </div>
  );
}

function matcherOf(needle: string): (text: string) => boolean {
  const wanted = foldText(needle.trim());
  return (text) => foldText(text).includes(wanted);
}
