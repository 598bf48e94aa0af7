"use client";

import { List } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useHotkey } from "@/components/hotkeys";
import { Button } from "@/components/ui/button";
import { Sheet, SheetBody, SheetContent, SheetHeader, SheetTitle } from "@/components/ui/sheet";
import type { Chapter } from "@/features/api-reference/chapters";
import { apiReferenceHref } from "@/features/api-reference/links";
import { Contents } from "./contents";
import { findCurrentSection, useCurrentSection } from "./use-current-section";

interface TableOfContentsProps {
  chapters: Chapter[];
  /** The id of the chapter that the page shows. */
  shown: string;
}

/** Beside the text from 1280 px on, below that behind a button that sticks to the top. `[` and `]` step through the sections of all chapters. */
export function TableOfContents({ chapters, shown }: TableOfContentsProps) {
  const router = useRouter();
  const places = chapters.flatMap((chapter) =>
    chapter.sections.map((section) => ({ chapter: chapter.id, ...section })),
  );
  const here = places.filter(({ chapter }) => chapter === shown);
  const ids = here.map(({ id }) => id);
  const current = useCurrentSection(ids);
  const [isOpen, setIsOpen] = useState(false);
  const chosen = useRef<string | null>(null);

  function step(by: number) {
    const at = findCurrentSection(ids);
    // Above the first section that is the one ahead.
    const from = places.findIndex(({ chapter, id }) => chapter === shown && id === (at ?? ids[0]));
    const next = places[from + (at === undefined && by > 0 ? 0 : by)];
    if (next?.chapter === shown) goTo(next.id);
    else if (next) router.push(apiReferenceHref(next.chapter, next.id));
  }
  useHotkey("]", () => step(1), { label: "Next section" });
  useHotkey("[", () => step(-1), { label: "Previous section" });

  useNamedSection(places);

  const list = { chapters, shown, current };
  return (
    <>
      <nav
        aria-label="Contents"
        className="sticky top-7 row-start-1 max-h-[calc(100dvh-3.5rem)] overflow-y-auto max-xl:hidden xl:col-start-2"
      >
        <Contents {...list} />
      </nav>
      <div className="sticky top-14 z-20 -mx-4 border-b border-border bg-background px-4 py-1.5 md:top-0 md:-mx-8 md:px-8 xl:hidden">
        <Button
          variant="ghost"
          className="max-w-full"
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(true)}
        >
          <List aria-hidden />
          <span className="truncate">
            Contents: {(here.find(({ id }) => id === current) ?? here[0])?.title}
          </span>
        </Button>
        <Sheet open={isOpen} onOpenChange={setIsOpen}>
          <SheetContent
            className="md:w-96"
            onCloseAutoFocus={(event) => {
              if (chosen.current === null) return;
              event.preventDefault();
              goTo(chosen.current);
              chosen.current = null;
            }}
          >
            <SheetHeader>
              <SheetTitle>Contents</SheetTitle>
            </SheetHeader>
            <SheetBody>
              <nav aria-label="Contents">
                <Contents
                  {...list}
                  onChoose={(id, event) => {
                    // The page can't scroll before the sheet has let go of it.
                    event.preventDefault();
                    chosen.current = id;
                    setIsOpen(false);
                  }}
                />
              </nav>
            </SheetBody>
          </SheetContent>
        </Sheet>
      </div>
    </>
  );
}

/** Shows the section that the address names, also where that is in another chapter than the page's. */
function useNamedSection(places: { chapter: string; id: string }[]): void {
  const router = useRouter();
  const show = useEffectEvent(() => {
    const id = window.location.hash.slice(1);
    const section = document.getElementById(id);
    // The text may show only after the browser has looked for it.
    if (section && window.scrollY === 0) section.scrollIntoView();
    const place = places.find((one) => one.id === id);
    if (!section && place) router.replace(apiReferenceHref(place.chapter, id));
  });
  useEffect(() => show(), []);
}

/** As a link to it would, but without another entry in the browser's history for each step. */
function goTo(id: string): void {
  const heading = document.getElementById(id);
  if (!heading) return;
  window.history.replaceState(window.history.state, "", `#${id}`);
  heading.scrollIntoView({ block: "start" });
  heading.focus({ preventScroll: true });
}
