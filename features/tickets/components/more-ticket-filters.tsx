"use client";

import { SlidersHorizontal } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { useTicketOptions } from "@/features/tickets/hooks";
import type { TicketSearchState } from "./use-ticket-search";

/** Tag, team and a value of the diagnostics. */
export function MoreTicketFilters({ list }: { list: TicketSearchState }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger asChild>
        <Button>
          <SlidersHorizontal aria-hidden />
          More filters
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="More filters" align="end" className="w-72">
        <MoreForm list={list} onDone={() => setIsOpen(false)} />
      </PopoverContent>
    </Popover>
  );
}

function MoreForm({ list, onDone }: { list: TicketSearchState; onDone(): void }) {
  const { search, setFilters } = list;
  const { teams } = useTicketOptions();
  const [tag, setTag] = useState(search.tag ?? "");
  const [team, setTeam] = useState(String(search.team ?? ""));
  const [diagnostics, setDiagnostics] = useState(search.diagnostics ?? "");
  const [error, setError] = useState<string | null>(null);

  function apply(event: FormEvent) {
    event.preventDefault();
    const pair = diagnostics.trim();
    if (pair !== "" && !/^[^:]+:.+$/.test(pair)) {
      setError("Give key:value, e.g. plugin:woocommerce.");
      return;
    }
    setFilters({
      tag: tag.trim() || null,
      team: team === "" ? null : Number(team),
      diagnostics: pair || null,
    });
    onDone();
  }

  return (
    <form noValidate className="flex flex-col gap-3" onSubmit={apply}>
      <Field label="Tag" isOptional>
        <Input value={tag} maxLength={60} onChange={(event) => setTag(event.target.value)} />
      </Field>
      <Field label="Team" isOptional>
        <NativeSelect value={team} onChange={(event) => setTeam(event.target.value)}>
          <option value="">Any team</option>
          {teams.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </NativeSelect>
      </Field>
      <Field
        label="Diagnostics"
        hint="plugin:woocommerce@9.9, php:8.1, wordpress:6.8, or a key and its exact value, e.g. app.version:4.2."
        error={error}
        isOptional
      >
        <Input
          value={diagnostics}
          maxLength={200}
          spellCheck={false}
          className="font-mono"
          onChange={(event) => {
            setDiagnostics(event.target.value);
            setError(null);
          }}
        />
      </Field>
      <Button type="submit" variant="primary">
        Apply
      </Button>
    </form>
  );
}
