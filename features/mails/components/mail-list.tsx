"use client";

import { useQuery } from "@tanstack/react-query";
import { Mails } from "lucide-react";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { FilterBar } from "@/components/filter-bar";
import { FilterSelect } from "@/components/filter-select";
import { useListSearch } from "@/components/use-list-search";
import { MAIL_STATUSES } from "@/db/enums";
import { mailsQuery } from "@/features/mails/hooks";
import { mailHref } from "@/features/mails/links";
import { mailSearchParams, toListQuery } from "@/features/mails/search-params";
import { MAIL_COLUMNS } from "./mail-columns";
import { MAIL_STATUS } from "./mail-status";

export function MailList() {
  const list = useListSearch(mailSearchParams);
  const mails = useQuery(mailsQuery(toListQuery(list.search)));
  return (
    <>
      <FilterBar
        search={{ label: "Search by address or #ticket", ...list.text("q") }}
        onClearAll={list.onClearAll}
      >
        <FilterSelect
          label="Status"
          any="Any status"
          className="max-w-44"
          options={MAIL_STATUSES.map((value) => ({ value, label: MAIL_STATUS[value].label }))}
          {...list.select("status")}
        />
      </FilterBar>
      <DataTable
        {...list.table(mails)}
        caption="Mails to customers, newest first"
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
    </>
  );
}
