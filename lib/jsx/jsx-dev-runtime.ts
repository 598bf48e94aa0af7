import type { ElementType, Key, ReactElement } from "react";
import { type JSXSource, jsxDEV as jsxDevOfReact } from "react/jsx-dev-runtime";
import { type Props, readableProps } from "./readable";

export type { JSX } from "react/jsx-dev-runtime";
export { Fragment } from "react/jsx-dev-runtime";

/** The same as in `jsx-runtime`, for `npm run dev`, where elements know the line that they come from. */
export function jsxDEV(
  type: ElementType,
  props: Props,
  key: Key | undefined,
  isStatic: boolean,
  source?: JSXSource,
  self?: unknown,
): ReactElement {
  return jsxDevOfReact(type, readableProps(type, props), key, isStatic, source, self);
}
