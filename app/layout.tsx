import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { LiveRegions } from "@/components/live-regions";
import { NavigationProgress } from "@/components/navigation-progress";
import { PageFocus } from "@/components/page-focus";
import { Toaster } from "@/components/ui/toaster";
import {
  HIDDEN_COLUMNS_COOKIE,
  parseRowHeight,
  parseTheme,
  ROW_HEIGHT_COOKIE,
  THEME_COOKIE,
  TIME_ZONE_COOKIE,
} from "@/lib/theme";
import { isTimeZone } from "@/lib/time";
import { Providers } from "./providers";
import "./globals.css";

export const metadata: Metadata = {
  title: { template: "%s · Replify", default: "Replify" },
  description: "A support desk with signed, retried webhooks at its heart",
  robots: { index: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  colorScheme: "light dark",
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const store = await cookies();
  const theme = parseTheme(store.get(THEME_COOKIE)?.value);
  const timeZone = store.get(TIME_ZONE_COOKIE)?.value;
  return (
    <html
      lang="en"
      data-theme={theme}
      data-row-height={parseRowHeight(store.get(ROW_HEIGHT_COOKIE)?.value)}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
    >
      <body>
        <NuqsAdapter>
          <Providers
            timeZone={isTimeZone(timeZone) ? timeZone : undefined}
            hiddenColumns={store.get(HIDDEN_COLUMNS_COOKIE)?.value ?? ""}
          >
            {children}
          </Providers>
        </NuqsAdapter>
        <PageFocus />
        <NavigationProgress />
        <LiveRegions />
        <Toaster theme={theme} />
      </body>
    </html>
  );
}
