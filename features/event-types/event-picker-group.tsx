import { useId } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { lowerFirst } from "@/lib/lower-first";
import type { Scope } from "@/lib/scopes";
import { type CheckState, checkState, type ShownGroup } from "./event-selection";

interface EventPickerGroupProps {
  group: ShownGroup;
  patterns: string[];
  /** What the reader lacks to choose any of the group. */
  missingScope: Scope | undefined;
  /** The one item that Tab reaches; the arrow keys reach the others. */
  activeKey: string | null;
  onFocusItem(key: string): void;
  onSet(types: string[], isSelected: boolean): void;
}

export function EventPickerGroup({
  group,
  patterns,
  missingScope,
  activeKey,
  onFocusItem,
  onSet,
}: EventPickerGroupProps) {
  const types = group.types.map(({ type }) => type);
  const state = checkState(patterns, types);
  const isPart = group.types.length < group.totalCount;
  const item = { activeKey, onFocusItem };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a sticky box with rows of its own here.
    <div role="group" aria-label={group.label} className="border-b border-border last:border-b-0">
      <PickerRow
        {...item}
        itemKey={group.id}
        state={state}
        label={isPart ? `${group.label}, the ${group.types.length} shown` : `All ${lowerFirst(group.label)}`}
        title={group.label}
        detail={groupDetail(group, missingScope)}
        isLocked={missingScope !== undefined && state !== "on"}
        isGroup
        onToggle={() => onSet(types, state !== "on")}
      />
      {group.types.map(({ type, description, isDeprecated }) => {
        const isSelected = checkState(patterns, [type]) === "on";
        return (
          <PickerRow
            key={type}
            {...item}
            itemKey={type}
            state={isSelected ? "on" : "off"}
            label={type}
            title={type}
            detail={`${isDeprecated ? "Deprecated. " : ""}${description.replaceAll("`", "")}`}
            isLocked={missingScope !== undefined && !isSelected}
            onToggle={() => onSet([type], !isSelected)}
          />
        );
      })}
    </div>
  );
}

function groupDetail({ types, totalCount }: ShownGroup, missingScope: Scope | undefined): string | undefined {
  if (missingScope) return `needs ${missingScope}, which you lack`;
  return types.length < totalCount ? `only the ${types.length} shown of ${totalCount}` : undefined;
}

interface PickerRowProps extends Pick<EventPickerGroupProps, "activeKey" | "onFocusItem"> {
  itemKey: string;
  state: CheckState;
  label: string;
  title: string;
  detail: string | undefined;
  isGroup?: boolean;
  /** Can't be ticked for want of a right. */
  isLocked: boolean;
  onToggle(): void;
}

function PickerRow(props: PickerRowProps) {
  const {
    itemKey,
    state,
    label,
    title,
    detail,
    isGroup = false,
    isLocked,
    onToggle,
    activeKey,
    onFocusItem,
  } = props;
  const id = useId();
  return (
    <label
      htmlFor={id}
      className={
        isGroup
          ? "sticky top-0 z-10 flex items-center gap-2 bg-muted px-3 py-1.5"
          : "flex items-start gap-2 py-1 pr-3 pl-8 hover:bg-muted max-md:pl-5"
      }
    >
      <Checkbox
        id={id}
        data-picker-item=""
        aria-label={label}
        aria-description={isGroup ? undefined : detail}
        checked={state === "on"}
        isIndeterminate={state === "mixed"}
        disabled={isLocked}
        tabIndex={itemKey === activeKey ? 0 : -1}
        className="scroll-mt-12"
        onFocus={() => onFocusItem(itemKey)}
        onChange={onToggle}
      />
      <span className="min-w-0 text-sm">
        <span className={isGroup ? "font-medium" : "block pt-0.5 font-mono text-xs leading-5 wrap-anywhere"}>
          {title}
        </span>
        {detail && <span className="text-muted-foreground">{isGroup ? ` (${detail})` : detail}</span>}
      </span>
    </label>
  );
}
