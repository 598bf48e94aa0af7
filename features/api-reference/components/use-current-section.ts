import { useEffect, useState } from "react";

/** Rounding of scroll positions on screens with fractional pixels. */
const TOLERANCE_PX = 4;

/** The last of these headings that has been scrolled to; undefined above the first. */
export function useCurrentSection(ids: string[]): string | undefined {
  const [current, setCurrent] = useState<string>();
  const key = ids.join(" ");

  useEffect(() => {
    let frame = 0;
    const find = () => {
      frame = 0;
      setCurrent(findCurrentSection(key.split(" ")));
    };
    const schedule = () => {
      frame ||= requestAnimationFrame(find);
    };
    find();
    window.addEventListener("scroll", schedule, { passive: true });
    window.addEventListener("resize", schedule);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener("scroll", schedule);
      window.removeEventListener("resize", schedule);
    };
  }, [key]);

  return current;
}

/** That of this moment: keys may come faster than the page is drawn. */
export function findCurrentSection(ids: string[]): string | undefined {
  const headings = ids.flatMap((id) => document.getElementById(id) ?? []);
  const line = restingPlace(headings[0]) + TOLERANCE_PX;
  const isAtEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
  const reached = headings.findLast((heading) => heading.getBoundingClientRect().top <= line);
  return isAtEnd && window.scrollY > 0 ? headings.at(-1)?.id : reached?.id;
}

/** How far below the top of the window a heading comes to rest when a link leads to it. */
function restingPlace(heading: HTMLElement | undefined): number {
  if (!heading) return 0;
  const { scrollPaddingTop } = getComputedStyle(document.documentElement);
  const { scrollMarginTop } = getComputedStyle(heading);
  return [scrollPaddingTop, scrollMarginTop].reduce(
    (sum, length) => sum + (Number.parseFloat(length) || 0),
    0,
  );
}
