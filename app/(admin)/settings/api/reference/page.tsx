import { Download } from "lucide-react";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import { openApi } from "@/app/api/v1/openapi.json/document";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { ApiReference } from "@/features/api-reference/components/api-reference";
import { LANGUAGE_COOKIE, parseLanguage } from "@/features/api-reference/languages";
import { requireContext } from "@/features/auth/context";
import { env } from "@/lib/env";

export const metadata: Metadata = { title: "API reference" };

export default async function ApiReferencePage() {
  await requireContext();
  const language = parseLanguage((await cookies()).get(LANGUAGE_COOKIE)?.value);
  return (
    <>
      <PageHeader
        title="API reference"
        description="Everything you do on screen, a program can do through this API. This page and openapi.json are generated from the rules that the server itself checks."
        actions={
          <Button asChild>
            <a href="/api/v1/openapi.json" download="replify-openapi.json">
              <Download aria-hidden />
              openapi.json
            </a>
          </Button>
        }
      />
      <ApiReference
        document={openApi().document}
        language={language}
        callsPerMinute={env.RATE_LIMIT_PER_MINUTE}
      />
    </>
  );
}
