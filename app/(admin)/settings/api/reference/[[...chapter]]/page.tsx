import { Download } from "lucide-react";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import { openApi } from "@/app/api/v1/openapi.json/document";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { chaptersOf } from "@/features/api-reference/chapters";
import { ApiReference } from "@/features/api-reference/components/api-reference";
import { LANGUAGE_COOKIE, parseLanguage } from "@/features/api-reference/languages";
import { requireContext } from "@/features/auth/context";
import { env } from "@/lib/env";

type Props = PageProps<"/settings/api/reference/[[...chapter]]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id, title } = await chapterOf(params);
  return { title: id ? `${title} · API reference` : "API reference" };
}

export default async function ApiReferencePage({ params }: Props) {
  await requireContext();
  const { id } = await chapterOf(params);
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
        chapter={id}
        language={language}
        callsPerMinute={env.RATE_LIMIT_PER_MINUTE}
      />
    </>
  );
}

async function chapterOf(params: Props["params"]) {
  const path = (await params).chapter?.join("/") ?? "";
  return chaptersOf(openApi().document).find(({ id }) => id === path) ?? notFound();
}
