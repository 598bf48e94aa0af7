import { LinkTabs } from "@/components/ui/tabs";
import { TABS, type Tab, TEAM_PATH, teamHref } from "./team-search-params";

const LABELS = {
  members: "Members",
  invitations: "Invitations",
  teams: "Teams",
  roles: "Roles",
} as const;

/** Filters and page belong to one tab, so that another starts without. */
export function TeamTabs({ current }: { current: Tab }) {
  const tabs = TABS.map((tab) => ({ value: tab, href: teamHref(TEAM_PATH, { tab }), label: LABELS[tab] }));
  return <LinkTabs label="Team" tabs={tabs} current={current} />;
}
