"use client";

import { List } from "lucide-react";
import { type MouseEvent, useEffect, useRef, useState } from "react";
import { useHotkey } from "@/components/hotkeys";
import { Button } from "@/components/ui/button";
import { Sheet, SheetBody, SheetContent, SheetHeader, SheetTitle } from "@/components/ui/sheet";
import { cn } from "@/lib/cn";
import { useCurrentSection } from "./use-current-section";

export interface Chapter {
  id: string;
  title: string;
  sections: { id: string; title: string }[];
}

/** Beside the text from 1280 px on, below that behind a button that sticks to the top. `[` and `]` step through the sections. */
export function TableOfContents({ chapters }: { chapters: Chapter[] }) {
  const ids = chapters.flatMap(({ id, sections }) => [id, ...sections.map((section) => section.id)]);
  const current = useCurrentSection(ids);
  const [isOpen, setIsOpen] = useState(false);
  const chosen = useRef<string | null>(null);

  function step(by: number) {
    const next = ids[ids.indexOf(current ?? "") + by];
    if (next) goTo(next);
  }
  // The text may show only after the browser has looked for the place that the URL names.
  useEffect(() => {
    if (window.scrollY === 0) document.getElementById(window.location.hash.slice(1))?.scrollIntoView();
  }, []);
  useHotkey("]", () => step(1), { label: "Next section" });
  useHotkey("[", () => step(current ? -1 : 0), { label: "Previous section" });

  return (
    <>
      <nav
        aria-label="On this page"
        className="sticky top-7 row-start-1 max-h-[calc(100dvh-3.5rem)] overflow-y-auto max-xl:hidden xl:col-start-2"
      >
        <Chapters chapters={chapters} current={current} />
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
          <span className="truncate">On this page: {titleOf(chapters, current)}</span>
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
              <SheetTitle>On this page</SheetTitle>
            </SheetHeader>
            <SheetBody>
              <nav aria-label="Sections">
                <Chapters
                  chapters={chapters}
                  current={current}
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

interface ChaptersProps {
  chapters: Chapter[];
  current: string | undefined;
  onChoose?: (id: string, event: MouseEvent) => void;
}

function Chapters({ chapters, current, onChoose }: ChaptersProps) {
  return (
    <ul className="flex flex-col gap-2 py-1 text-sm">
      {chapters.map(({ id, title, sections }) => (
        <li key={id}>
          <SectionLink id={id} title={title} isCurrent={id === current} onChoose={onChoose} isChapter />
          {sections.length > 0 && (
            <ul>
              {sections.map((section) => (
                <li key={section.id}>
                  <SectionLink {...section} isCurrent={section.id === current} onChoose={onChoose} />
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}

interface SectionLinkProps {
  id: string;
  title: string;
  isCurrent: boolean;
  isChapter?: boolean;
  onChoose: ChaptersProps["onChoose"];
}

function SectionLink({ id, title, isCurrent, isChapter, onChoose }: SectionLinkProps) {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    const list = link.current?.closest("nav");
    if (!isCurrent || !list || !link.current) return;
    // Only the list scrolls: scrollIntoView would move the page, too.
    const { offsetTop, offsetHeight } = link.current;
    if (offsetTop < list.scrollTop || offsetTop + offsetHeight > list.scrollTop + list.clientHeight)
      list.scrollTop = offsetTop - list.clientHeight / 2;
  }, [isCurrent]);
  return (
    <a
      ref={link}
      href={`#${id}`}
      aria-current={isCurrent ? "location" : undefined}
      onClick={(event) => onChoose?.(id, event)}
      className={cn(
        "block border-l-2 border-transparent py-1 pr-2 pl-3 text-pretty text-muted-foreground hover:text-foreground focus-visible:-outline-offset-2",
        isChapter && "font-medium text-foreground",
        !isChapter && "pl-5",
        isCurrent && "border-primary text-link",
      )}
    >
      {title}
    </a>
  );
}

function titleOf(chapters: Chapter[], current: string | undefined): string {
  const all = chapters.flatMap((chapter) => [chapter, ...chapter.sections]);
  return (all.find(({ id }) => id === current) ?? all[0])?.title ?? "";
}

/** As a link to it would, but without another entry in the browser's history for each step. */
function goTo(id: string): void {
  const heading = document.getElementById(id);
  if (!heading) return;
  window.history.replaceState(window.history.state, "", `#${id}`);
  heading.scrollIntoView({ block: "start" });
  heading.focus({ preventScroll: true });
}
