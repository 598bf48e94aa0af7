"use client";

import { useFormContext, useWatch } from "react-hook-form";
import { type SubscriptionFormValues, toIds } from "@/features/subscriptions/form-values";
import { useMembers } from "./account-picker";
import { useTeams } from "./team-picker";

const LISTED = new Intl.ListFormat("en", { type: "disjunction" });

/** What will match, in words. */
export function ScopeSentence() {
  const { control } = useFormContext<SubscriptionFormValues>();
  const level = useWatch({ control, name: "subscriptionLevel" });
  return (
    <p role="status" className="text-sm text-muted-foreground">
      {level === "organization" && "The chosen events match, whomever they belong to."}
      {level === "team" && <TeamSentence />}
      {level === "account" && <AccountSentence />}
      {level === "sequence" && <SequenceSentence />}
    </p>
  );
}

function TeamSentence() {
  const { control } = useFormContext<SubscriptionFormValues>();
  const ids = useWatch({ control, name: "teamIds" });
  const { nameOf } = useTeams();
  if (ids.length === 0) return "The chosen events match if they belong to a team, whichever it is.";
  return `The chosen events match if they belong to ${LISTED.format(ids.map(nameOf))}.`;
}

function AccountSentence() {
  const { control } = useFormContext<SubscriptionFormValues>();
  const id = useWatch({ control, name: "accountId" });
  const { nameOf } = useMembers();
  const whose = id === "" ? "the owner of this subscription" : nameOf(Number(id));
  return `The chosen events match if they belong to ${whose}.`;
}

function SequenceSentence() {
  const { control } = useFormContext<SubscriptionFormValues>();
  const ids = toIds(useWatch({ control, name: "sequenceIds" })).filter(Number.isFinite);
  if (ids.length === 0) return "The chosen events match if they belong to a sequence, whichever it is.";
  return `The chosen events match if they belong to sequence ${LISTED.format(ids.map(String))}.`;
}
