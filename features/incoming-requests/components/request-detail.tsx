import { Paperclip } from "lucide-react";
import type { ReactNode } from "react";
import { CodeBlock } from "@/components/code-block";
import { formatBytes } from "@/components/format-bytes";
import { PayloadView } from "@/components/payload-view";
import type { SignatureScheme } from "@/db/enums";
import type { IncomingRequestDetail } from "@/features/incoming-requests/schema";
import { TraceView } from "@/features/trace/trace-view";
import { RequestFacts } from "./request-facts";
import { RequestSigned } from "./request-signed";

interface RequestDetailProps {
  request: IncomingRequestDetail;
  /** That the webhook is set to now. */
  scheme: SignatureScheme;
}

/** All there is to know about a request, the verdict first. */
export function RequestDetail({ request, scheme }: RequestDetailProps) {
  const headers = Object.entries(request.headers)
    .map(([name, value]) => `${name}: ${value}`)
    .toSorted()
    .join("\n");
  return (
    <div className="flex flex-col gap-6">
      <p className="text-base text-pretty wrap-anywhere">{request.verdict}</p>
      {request.remarks && (
        <Section title="Remarks">
          <ul className="flex list-disc flex-col gap-1 pl-5 text-sm wrap-anywhere">
            {request.remarks.map(({ path, message }) => (
              <li key={`${path}:${message}`}>
                <span className="font-mono text-xs">{path}</span>: {message}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title="Facts">
        <RequestFacts request={request} />
      </Section>
      <Section title="Trace">
        <TraceView of={{ webhookId: request.webhookId, requestId: request.id }} currentId={request.id} />
      </Section>
      <Section title="What was signed">
        <RequestSigned request={request} scheme={scheme} />
      </Section>
      <Section title="Request">
        {headers !== "" && <CodeBlock title="Request headers" code={headers} isWrapped />}
        {request.files.length > 0 && <RequestFiles files={request.files} />}
        {request.isBodyKept ? (
          <PayloadView
            label="Request body"
            body={request.body}
            encoding={request.bodyEncoding}
            contentType={request.headers["content-type"]}
            sizeBytes={request.bodyBytes}
            filename="request-body.json"
          />
        ) : (
          <p className="text-sm text-muted-foreground">{bodyLost(request)}</p>
        )}
      </Section>
      <Section title={`Our answer: ${request.statusCode}`}>
        <PayloadView
          label="Answer"
          body={JSON.stringify(request.answer)}
          contentType="application/json"
          filename="answer.json"
        />
      </Section>
    </div>
  );
}

/** Their bytes are within the body. */
function RequestFiles({ files }: { files: IncomingRequestDetail["files"] }) {
  return (
    <ul aria-label="Files" className="flex flex-col gap-1 text-sm wrap-anywhere">
      {files.map(({ field, name, type, size }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two may be alike in all, and none ever moves
        <li key={index} className="flex gap-2">
          <Paperclip aria-hidden className="mt-0.5 size-4 shrink-0 text-muted-foreground" />
          <span>
            {name || field}{" "}
            <span className="text-muted-foreground">{`${type || "unknown type"}, ${formatBytes(size)}`}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

function bodyLost({ reason, droppedAt }: IncomingRequestDetail): string {
  if (droppedAt !== null)
    return "Headers and body were dropped to make room for newer refused requests. The limit is the setting INCOMING_KEPT_MB_PER_WEBHOOK, and INCOMING_KEPT_MB for all webhooks.";
  if (reason === "too_large")
    return "A body over the webhook's limit is kept only if its signature is right, and there is room for it.";
  if (reason === "not_post") return "The call had no body that could be read.";
  return "The body was not kept: of unverified bodies over 64 KiB, only 4 MiB a minute are.";
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <h3 className="text-sm font-semibold">{title}</h3>
      {children}
    </section>
  );
}
