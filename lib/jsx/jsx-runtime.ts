import type { ElementType, Key, ReactElement } from "react";
import { jsx as jsxOfReact, jsxs as jsxsOfReact } from "react/jsx-runtime";
import { type Props, readableProps } from "./readable";

// What JSX is compiled to (`jsxImportSource` in tsconfig.json): React's own, of props that `readableProps` has seen.
export type { JSX } from "react/jsx-runtime";
export { Fragment } from "react/jsx-runtime";

export function jsx(type: ElementType, props: Props, key?: Key): ReactElement {
  return jsxOfReact(type, readableProps(type, props), key);
}

export function jsxs(type: ElementType, props: Props, key?: Key): ReactElement {
  return jsxsOfReact(type, readableProps(type, props), key);
}
