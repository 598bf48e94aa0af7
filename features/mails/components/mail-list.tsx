"use client";

import { Mails } from "lucide-react";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { useListQuery } from "@/components/use-list-query";
import { useListSearch } from "@/components/use-list-search";
import { MAIL_STATUSES } from "@/db/enums";
import { mailsQuery } from "@/features/mails/hooks";
import { mailHref } from "@/features/mails/links";
import { mailSearchParams, toListQuery } from "@/features/mails/search-params";
import { MAIL_COLUMNS } from "./mail-columns";
import { MAIL_STATUS } from "./mail-status";

const STATUS_OPTIONS = MAIL_STATUSES.map((value) => ({ value, label: MAIL_STATUS[value].label }));

export function MailList() {
  const list = useListSearch(mailSearchParams);
  const mails = useListQuery(mailsQuery(toListQuery(list.search)), { idOf: (mail) => mail.id });
  return (
    <DataTable
      {...list.table(mails)}
      toolbar={{
        search: { label: "Search by address or #ticket", ...list.text("q") },
        facets: [
          {
            id: "status",
            label: "Status",
            any: "Any status",
            options: STATUS_OPTIONS,
            ...list.choice("status"),
          },
        ],
        onClearAll: list.onClearAll,
      }}
      caption="Mails to customers, newest first"
      listId="mails"
      noun="mails"
      columns={MAIL_COLUMNS}
      rowId={(mail) => mail.id}
      rowHref={(mail) => mailHref(mail.id)}
      rowHeight="double"
      skeletonRows={8}
      empty={
        <EmptyState
          icon={<Mails />}
          title="No mails yet"
          description="When somebody answers a ticket, its customer gets the answer by mail."
        />
      }
    />
  );
}
