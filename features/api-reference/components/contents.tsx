import Link from "next/link";
import { type MouseEvent, useEffect, useRef, useState } from "react";
import { SearchInput } from "@/components/search-input";
import type { Chapter } from "@/features/api-reference/chapters";
import { findSections } from "@/features/api-reference/find-sections";
import { apiReferenceHref } from "@/features/api-reference/links";
import { cn } from "@/lib/cn";

interface ContentsProps {
  chapters: Chapter[];
  /** The id of the chapter that the page shows: of the others only the titles are listed, until one searches. */
  shown: string;
  /** The id of the section that is read. */
  current: string | undefined;
  /** Of a section of this page. */
  onChoose?: (id: string, event: MouseEvent) => void;
}

/** The chapters and what is in them. */
export function Contents({ chapters, shown, current, onChoose }: ContentsProps) {
  const [search, setSearch] = useState("");
  const isSearching = search.trim() !== "";
  const found = isSearching ? findSections(chapters, search) : chapters;
  return (
    <div className="flex flex-col gap-2 p-1 text-sm">
      <div className="flex *:w-full">
        <SearchInput value={search} onChange={setSearch} label="Search the reference" placeholder="Search" />
      </div>
      {found.length === 0 && <p className="px-3 text-muted-foreground">Nothing has these words.</p>}
      <ul className="flex flex-col gap-1">
        {found.map(({ id, title, sections }) => (
          <li key={id}>
            <Link
              href={apiReferenceHref(id)}
              prefetch={false}
              aria-current={id === shown ? "page" : undefined}
              className="block py-1 pr-2 pl-3 font-medium text-pretty hover:text-link focus-visible:-outline-offset-2"
            >
              {title}
            </Link>
            {(isSearching || id === shown) && (
              <ul>
                {sections
                  .filter((section) => section.id !== id)
                  .map((section) => (
                    <li key={section.id}>
                      <SectionLink
                        chapter={id}
                        {...section}
                        isHere={id === shown}
                        isCurrent={id === shown && section.id === current}
                        onChoose={onChoose}
                      />
                    </li>
                  ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface SectionLinkProps {
  chapter: string;
  id: string;
  title: string;
  isHere: boolean;
  isCurrent: boolean;
  onChoose: ContentsProps["onChoose"];
}

function SectionLink({ chapter, id, title, isHere, isCurrent, onChoose }: SectionLinkProps) {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    const list = link.current?.closest("nav");
    if (!isCurrent || !list || !link.current) return;
    // Only the list scrolls: scrollIntoView would move the page, too.
    const { offsetTop, offsetHeight } = link.current;
    if (offsetTop < list.scrollTop || offsetTop + offsetHeight > list.scrollTop + list.clientHeight)
      list.scrollTop = offsetTop - list.clientHeight / 2;
  }, [isCurrent]);
  const className = cn(
    "block border-l-2 border-transparent py-1 pr-2 pl-5 text-pretty text-muted-foreground hover:text-foreground focus-visible:-outline-offset-2",
    isCurrent && "border-primary text-link",
  );
  if (!isHere)
    return (
      <Link href={apiReferenceHref(chapter, id)} prefetch={false} className={className}>
        {title}
      </Link>
    );
  return (
    <a
      ref={link}
      href={`#${id}`}
      aria-current={isCurrent ? "location" : undefined}
      onClick={(event) => onChoose?.(id, event)}
      className={className}
    >
      {title}
    </a>
  );
}
