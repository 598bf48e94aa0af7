"use client";

import Link from "next/link";
import { type ComponentProps, useState } from "react";

type LinkProps = ComponentProps<typeof Link>;
/** These are its own. */
type Intent = "prefetch" | "onMouseEnter" | "onTouchStart" | "onFocus";

/**
 * A link whose page is fetched ahead once the pointer or the focus is on it. Fetching all that is in sight, as Link does
 * by itself, costs two requests per link and visit where a navigation stands on every page.
 */
export function IntentLink(props: Omit<LinkProps, Intent>) {
  const [isLikely, setIsLikely] = useState(false);
  const expect = () => setIsLikely(true);
  return (
    <Link
      {...props}
      prefetch={isLikely ? null : false}
      onMouseEnter={expect}
      onTouchStart={expect}
      onFocus={expect}
    />
  );
}
