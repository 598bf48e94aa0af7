"use client";

import { Download, WrapText } from "lucide-react";
import { useState } from "react";
import { CodeLines } from "./code-lines";
import { CopyButton } from "./copy-button";
import { downloadFile } from "./download";
import { formatBytes } from "./format-bytes";
import { reindentJson } from "./json-format";
import { payloadText, shownPart, toBytes } from "./payload-bytes";
import { Button } from "./ui/button";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "./ui/tabs";

interface PayloadViewProps {
  /** "Request body". */
  label: string;
  /** Exactly what was sent or received: text, or base64 where it was not text. */
  body: string;
  encoding?: "utf8" | "base64";
  contentType?: string | null | undefined;
  /** Size of the whole body where only a part was kept. */
  sizeBytes?: number | null | undefined;
  isTruncated?: boolean;
  filename?: string;
}

/** Pretty and Raw views of a payload. Raw, Copy and Download give the exact bytes. */
export function PayloadView({
  label,
  body,
  encoding = "utf8",
  contentType,
  sizeBytes,
  isTruncated = false,
  filename = "payload.txt",
}: PayloadViewProps) {
  const [isWrapped, setIsWrapped] = useState(true);
  const bytes = toBytes(body, encoding);
  const raw = payloadText(body, encoding, bytes);
  const pretty = encoding === "utf8" ? reindentJson(body) : null;
  const rawPart = shownPart(raw);
  const prettyPart = pretty === null ? null : shownPart(pretty);
  const isCut = rawPart.isCut || prettyPart?.isCut;
  const download = () => downloadFile(filename, bytes, contentType ?? "application/octet-stream");

  if (bytes.length === 0) {
    return (
      <p className="rounded-lg border border-border px-3 py-2 text-sm text-muted-foreground">Empty body</p>
    );
  }
  return (
    <Tabs
      key={pretty === null ? "raw" : "pretty"}
      defaultValue={pretty === null ? "raw" : "pretty"}
      className="overflow-hidden rounded-lg border border-border bg-card"
    >
      <div className="flex flex-wrap items-center justify-between gap-x-3 border-b border-border bg-muted pr-1 pl-3">
        <TabsList aria-label={`${label} view`} className="-mb-px border-b-0">
          {prettyPart && <TabsTrigger value="pretty">Pretty</TabsTrigger>}
          <TabsTrigger value="raw">{encoding === "base64" ? "Hex" : "Raw"}</TabsTrigger>
        </TabsList>
        <div className="flex items-center gap-0.5">
          <span className="mr-1 text-xs text-muted-foreground tabular-nums">
            {contentType && `${contentType} · `}
            {formatBytes(sizeBytes ?? bytes.length)}
          </span>
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label="Wrap lines"
            title="Wrap lines"
            aria-pressed={isWrapped}
            onClick={() => setIsWrapped(!isWrapped)}
            className="aria-pressed:text-link"
          >
            <WrapText aria-hidden />
          </Button>
          {encoding === "utf8" && <CopyButton value={body} noun={label} />}
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Download ${label.toLowerCase()}`}
            title="Download"
            onClick={download}
          >
            <Download aria-hidden />
          </Button>
        </div>
      </div>
      {prettyPart && (
        <TabsContent value="pretty" className="pt-0">
          <CodeLines
            text={prettyPart.text}
            label={`${label}, indented`}
            language="json"
            isWrapped={isWrapped}
            hasLineNumbers
            className="max-h-112"
          />
        </TabsContent>
      )}
      <TabsContent value="raw" className="pt-0">
        <CodeLines
          text={rawPart.text}
          label={`${label}, exact`}
          isWrapped={isWrapped}
          hasLineNumbers
          className="max-h-112"
        />
      </TabsContent>
      {encoding === "base64" && <Note>This body is not text, so its bytes are shown in hexadecimal.</Note>}
      {isTruncated && (
        <Note>
          Only the first {formatBytes(bytes.length)}
          {sizeBytes ? ` of ${formatBytes(sizeBytes)}` : ""} were kept.
        </Note>
      )}
      {isCut && (
        <Note>
          Showing the first 256 kB.{" "}
          <Button variant="link" size="inline" onClick={download}>
            Download all {formatBytes(bytes.length)}
          </Button>
        </Note>
      )}
    </Tabs>
  );
}

function Note({ children }: { children: React.ReactNode }) {
  return (
    <p className="border-t border-border bg-muted px-3 py-1.5 text-xs text-muted-foreground">{children}</p>
  );
}
