import Link from "next/link";
import type { ElementType, ReactNode } from "react";
import { Fragment, jsx, jsxs } from "react/jsx-runtime";
import { splitAtDirectionMarks, withDirectionMarks } from "@/lib/direction-marks";

export type Props = Readonly<Record<string, unknown>>;

/** Any character that turns text, or that is written from right to left. Most texts have none, and are looked at once. */
const TURNED =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ud802\ud803\ud83a\ud83b\ufb1d-\ufdff\ufe70-\ufefc]/;
/** What browsers show or say of an element, apart from what is in it. */
const SAID = ["title", "aria-label", "alt", "placeholder", "label"] as const;
const TEXT_ONLY = new Set<unknown>(["option", "title", "textarea", "text", "tspan", "desc"]);
const CODE = new Set<unknown>(["script", "style"]);
const MARK_CLASSES =
  "mx-px inline-block rounded-sm border border-warning px-0.5 align-baseline font-mono text-[0.7em] leading-tight font-normal text-warning select-none";

/**
 * The props of an element with texts that can't lie about their order. Texts of strangers stand everywhere, so this is asked for every element
 * that is made: of our own components it leaves the props alone, since what they show is made of elements again.
 */
export function readableProps(type: ElementType, props: Props): Props {
  const isOwnComponent = typeof type === "function" && type !== Link;
  if (isOwnComponent || CODE.has(type)) return props;
  const changed: Record<string, unknown> = {};
  for (const name of SAID) {
    const value = props[name];
    if (isTurned(value)) changed[name] = withDirectionMarks(value);
  }
  const { children } = props;
  if (isTurned(children)) changed.children = readableText(children, { type, props });
  else if (Array.isArray(children) && children.some(isTurned))
    changed.children = children.map((child, index) =>
      isTurned(child) ? readableText(child, { type, props, key: `text ${index}` }) : child,
    );
  return Object.keys(changed).length === 0 ? props : { ...props, ...changed };
}

function isTurned(value: unknown): value is string {
  return typeof value === "string" && TURNED.test(value);
}

function readableText(
  text: string,
  { type, props, key }: { type: unknown; props: Props; key?: string },
): ReactNode {
  if (TEXT_ONLY.has(type)) return withDirectionMarks(text);
  const isBody = type === "p" && props.dir === "auto";
  const parts = splitAtDirectionMarks(text, { isBody }).map((part) =>
    typeof part === "string" ? part : markOf(part),
  );
  // `bdi` takes its direction from the text and keeps it to itself. An element with a direction of its own would not look for it in there.
  return jsxs(props.dir === undefined ? "bdi" : Fragment, { children: parts }, key);
}

function markOf({ code, name }: { code: string; name: string }): ReactNode {
  return jsx("span", {
    role: "img",
    "aria-label": name,
    title: name,
    dir: "ltr",
    className: MARK_CLASSES,
    children: code,
  });
}
