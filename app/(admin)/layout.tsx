import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { AppShell } from "@/components/app-shell";
import { StaleBar } from "@/components/stale-bar";
import { apiReferenceHref } from "@/features/api-reference/links";
import { SessionWatch } from "@/features/auth/components/session-watch";
import { requireContext } from "@/features/auth/context";
import { meQuery } from "@/features/auth/hooks";
import { getMe } from "@/features/auth/queries";
import { roleLabel } from "@/features/auth/role-label";
import { Palette, PaletteButton } from "@/features/palette/components/palette";
import { ReauthenticationDialog } from "@/features/profile/components/reauthentication-dialog";
import { profileHref } from "@/features/profile/links";
import { signOut } from "@/features/sign-in/actions";
import { ticketCountsQuery } from "@/features/tickets/hooks";
import { countTickets } from "@/features/tickets/queries";
import { createQueryClient } from "@/lib/query-client";
import { parseTheme, THEME_COOKIE } from "@/lib/theme";
import { NAVIGATION } from "./navigation";

const PAGES = NAVIGATION.flatMap(({ items }) => items).map(({ href, label }) => ({ href, label }));

/** The frame of the signed-in pages. It protects nothing: each page asks for its own context. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const ctx = await requireContext();
  const [me, ticketCounts] = await Promise.all([
    getMe(ctx),
    ctx.permissions.has("tickets:read") ? countTickets(ctx) : undefined,
  ]);
  const queryClient = createQueryClient();
  queryClient.setQueryData(meQuery().queryKey, me);
  if (ticketCounts) queryClient.setQueryData(ticketCountsQuery().queryKey, ticketCounts);
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <AppShell
        title={me.organization.name}
        homeHref="/"
        nav={NAVIGATION}
        helpHref={apiReferenceHref()}
        user={{ name: me.user.name, detail: roleLabel(me.user.role), href: profileHref() }}
        theme={theme}
        searchButton={<PaletteButton />}
        signOutAction={signOut}
      >
        {/* Over the page, so that nothing in it moves when they come and go. */}
        <div className="pointer-events-none fixed inset-x-0 top-16 z-40 flex flex-col items-center gap-2 px-4 md:top-2 md:left-60">
          <SessionWatch />
          <StaleBar />
        </div>
        {children}
        <ReauthenticationDialog />
        <Palette pages={PAGES} signOutAction={signOut} />
      </AppShell>
    </HydrationBoundary>
  );
}
