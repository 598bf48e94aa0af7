import { LinkTabs } from "@/components/ui/tabs";
import { teamHref } from "@/features/team/links";
import { TABS, type Tab, teamTabHref } from "@/features/team/search-params";

const LABELS = {
  members: "Members",
  invitations: "Invitations",
  teams: "Teams",
  roles: "Roles",
} as const;

/** Filters and page belong to one tab, so that another starts without. */
export function TeamTabs({ current }: { current: Tab }) {
  const tabs = TABS.map((tab) => ({
    value: tab,
    href: teamTabHref(teamHref(), { tab }),
    label: LABELS[tab],
  }));
  return <LinkTabs label="Team" tabs={tabs} current={current} />;
}
