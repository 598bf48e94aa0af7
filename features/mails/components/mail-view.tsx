"use client";

import { useQuery } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { Card } from "@/components/card";
import { ErrorState } from "@/components/error-state";
import { PageHeader } from "@/components/page-header";
import { Time } from "@/components/time";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { useCan } from "@/features/auth/hooks";
import { mailQuery, useResendMail } from "@/features/mails/hooks";
import { mailsHref } from "@/features/mails/links";
import { OBSTACLE_LABELS } from "@/features/mails/obstacles";
import type { MailDetail } from "@/features/mails/schema";
import { MailStatusPill } from "./mail-status";

export function MailView({ id }: { id: string }) {
  const { data: mail, error, refetch } = useQuery(mailQuery(id));
  const breadcrumbs = [{ label: "Sent mails", href: mailsHref() }];
  if (!mail)
    return (
      <>
        <PageHeader title="Mail" breadcrumbs={breadcrumbs} />
        {error && (
          <ErrorState title="The mail could not be loaded" error={error} onRetry={() => void refetch()} />
        )}
      </>
    );
  const { headers, text, ticket } = mail;
  return (
    <>
      <PageHeader
        title={mail.subject ?? `Mail for ticket #${ticket.number}`}
        breadcrumbs={[...breadcrumbs, { label: `#${ticket.number}` }]}
        meta={<MailStatusPill status={mail.status} />}
        actions={<ResendButton mail={mail} />}
      />
      <Card title="What became of it">
        <p className="text-sm wrap-anywhere">{whatBecameOf(mail)}</p>
        <p className="text-sm text-muted-foreground">
          Created <Time value={mail.createdAt} display="full" />, {triedText(mail.attemptCount)}.
          {mail.nextAttemptAt && (
            <>
              {" "}
              Next attempt <Time value={mail.nextAttemptAt} display="full" />.
            </>
          )}
        </p>
      </Card>
      {text === null ? (
        <p className="text-sm text-muted-foreground">
          The customer was erased, and what was mailed with them.
        </p>
      ) : (
        <>
          <Card title="Headers">
            <dl className="grid gap-x-4 gap-y-1 text-sm md:grid-cols-[max-content_1fr]">
              {headers.map(({ name, value }) => (
                <div key={name} className="contents">
                  <dt className="text-muted-foreground">{name}</dt>
                  <dd className="font-mono text-xs wrap-anywhere md:leading-5">{value}</dd>
                </div>
              ))}
            </dl>
          </Card>
          <Card title="Text">
            <p dir="auto" className="text-sm wrap-anywhere whitespace-pre-wrap">
              {text}
            </p>
          </Card>
        </>
      )}
    </>
  );
}

function triedText(count: number): string {
  if (count === 0) return "never tried";
  return count === 1 ? "tried once" : `tried ${count} times`;
}

function whatBecameOf({ obstacle, error, sentAt }: MailDetail) {
  if (obstacle) return `Not mailed: ${OBSTACLE_LABELS[obstacle]}.`;
  if (error) return error;
  if (!sentAt) return "It waits for the next few answers, which come in the same mail.";
  return (
    <>
      The mail server took it <Time value={sentAt} display="full" />.
    </>
  );
}

function ResendButton({ mail: { id, status } }: { mail: MailDetail }) {
  const resend = useResendMail();
  const isAllowed = useCan("mails:write");
  if (!isAllowed || status === "waiting" || status === "sending") return null;
  return (
    <Button
      isPending={resend.isPending}
      onClick={() =>
        resend.mutate(id, {
          onSuccess: () => toast.success("On its way again"),
          onError: (error) => toast.error(error.message),
        })
      }
    >
      <RotateCw aria-hidden />
      Resend
    </Button>
  );
}
