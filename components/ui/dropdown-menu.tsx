"use client";

import {
  type ComponentProps,
  createContext,
  type RefObject,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react";
import { onDemand } from "./on-demand";
import { WaitingForParts, WaitingTrigger } from "./waiting-trigger";

type Parts = typeof import("./dropdown-menu-parts");
type Wish = "pointer" | "key" | null;

const menus = onDemand<Parts>(() => import("./dropdown-menu-parts"));

interface Loaded {
  parts: Parts;
  /** By what it is to open as soon as it is there. */
  wish: RefObject<Wish>;
}

const LoadedMenu = createContext<Loaded | null>(null);

/** Not modal: the page behind stays reachable, and nothing in it that can take the focus is hidden from screen readers. Loaded with the first opening. */
export function DropdownMenu({ children }: Pick<ComponentProps<Parts["DropdownMenu"]>, "children">) {
  const [isWanted, setIsWanted] = useState(false);
  const wish = useRef<Wish>(null);
  const parts = menus.useParts(isWanted);
  const open = (by: Wish) => {
    wish.current = by;
    setIsWanted(true);
  };
  if (!parts) return <WaitingForParts value={{ hasPopup: "menu", open }}>{children}</WaitingForParts>;
  return (
    <LoadedMenu value={{ parts, wish }}>
      <parts.DropdownMenu>{children}</parts.DropdownMenu>
    </LoadedMenu>
  );
}

export function DropdownMenuTrigger(props: ComponentProps<Parts["DropdownMenuTrigger"]>) {
  const loaded = useContext(LoadedMenu);
  return loaded ? <LoadedTrigger {...props} loaded={loaded} /> : <WaitingTrigger {...props} />;
}

function LoadedTrigger({
  loaded: { parts, wish },
  ...props
}: ComponentProps<Parts["DropdownMenuTrigger"]> & { loaded: Loaded }) {
  const trigger = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const by = wish.current;
    const button = trigger.current;
    wish.current = null;
    if (by === null || button === null) return;
    // It is another element than the one that was pressed, and listens to keys only once this is over.
    button.focus({ preventScroll: true });
    queueMicrotask(() => press(button, by));
  }, [wish]);
  return <parts.DropdownMenuTrigger {...props} ref={trigger} />;
}

/** What the menu opens by itself: keys mark its first item, a pointer none. */
function press(button: HTMLButtonElement, by: "pointer" | "key"): void {
  const how = { button: 0, bubbles: true, cancelable: true };
  button.dispatchEvent(
    by === "key"
      ? new KeyboardEvent("keydown", { key: "ArrowDown", ...how })
      : new PointerEvent("pointerdown", how),
  );
}

export function DropdownMenuContent(props: ComponentProps<Parts["DropdownMenuContent"]>) {
  const parts = useContext(LoadedMenu)?.parts;
  return parts && <parts.DropdownMenuContent {...props} />;
}

export function DropdownMenuItem(props: ComponentProps<Parts["DropdownMenuItem"]>) {
  const parts = useContext(LoadedMenu)?.parts;
  return parts && <parts.DropdownMenuItem {...props} />;
}

export function DropdownMenuLabel(props: ComponentProps<Parts["DropdownMenuLabel"]>) {
  const parts = useContext(LoadedMenu)?.parts;
  return parts && <parts.DropdownMenuLabel {...props} />;
}

export function DropdownMenuSeparator(props: ComponentProps<Parts["DropdownMenuSeparator"]>) {
  const parts = useContext(LoadedMenu)?.parts;
  return parts && <parts.DropdownMenuSeparator {...props} />;
}

export function DropdownMenuRadioGroup(props: ComponentProps<Parts["DropdownMenuRadioGroup"]>) {
  const parts = useContext(LoadedMenu)?.parts;
  return parts && <parts.DropdownMenuRadioGroup {...props} />;
}

export function DropdownMenuRadioItem(props: ComponentProps<Parts["DropdownMenuRadioItem"]>) {
  const parts = useContext(LoadedMenu)?.parts;
  return parts && <parts.DropdownMenuRadioItem {...props} />;
}
