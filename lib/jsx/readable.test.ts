import { forwardRef, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { Fragment, jsx, jsxs } from "./jsx-runtime";

const EVIL = "invoice_\u202egpj.exe";
const MARK = /<span role="img" aria-label="right-to-left override"[^>]*>U\+202E<\/span>/;

function marked(node: ReactNode): string {
  return renderToStaticMarkup(node).replaceAll(new RegExp(MARK, "g"), "*");
}

test("a text in an element shows what would turn it, and keeps its direction to itself", () => {
  expect(marked(jsx("h1", { children: EVIL }))).toBe("<h1><bdi>invoice_*gpj.exe</bdi></h1>");
  expect(marked(jsxs("p", { children: ["#", 12, " ", EVIL] }))).toBe(
    "<p>#12 <bdi>invoice_*gpj.exe</bdi></p>",
  );
  expect(marked(jsx(Fragment, { children: EVIL }))).toBe("<bdi>invoice_*gpj.exe</bdi>");
  expect(marked(jsxs("td", { children: ["שלום", " (3)"] }))).toBe("<td><bdi>שלום</bdi> (3)</td>");
  expect(marked(jsx("td", { dir: "auto", children: `שלום ${EVIL}` }))).toBe(
    '<td dir="auto">שלום invoice_*gpj.exe</td>',
  );
});

test("what our own components are given reaches their elements as it is", () => {
  const Title = ({ title, children }: { title: string; children: string }) =>
    jsxs("h2", { title, children: [children, children.length] });
  expect(marked(jsx(Title as never, { title: EVIL, children: EVIL }))).toBe(
    '<h2 title="invoice_‹U+202E›gpj.exe"><bdi>invoice_*gpj.exe</bdi>16</h2>',
  );
});

test("what others' components are given is shown by elements of theirs", () => {
  const Theirs = forwardRef<HTMLElement, { children?: ReactNode }>((props, _ref) => props.children);
  expect(marked(jsx(Theirs, { children: EVIL }))).toBe("<bdi>invoice_*gpj.exe</bdi>");
});

test("where only text can be, the mark is text", () => {
  expect(marked(jsx("option", { children: EVIL }))).toBe("<option>invoice_‹U+202E›gpj.exe</option>");
  expect(marked(jsx("input", { "aria-label": EVIL, placeholder: EVIL, defaultValue: EVIL }))).toBe(
    `<input aria-label="invoice_‹U+202E›gpj.exe" placeholder="invoice_‹U+202E›gpj.exe" value="${EVIL}"/>`,
  );
});

test("a letter's body keeps the marks of its language, and shows overrides", () => {
  const body = `\u200fשלום\u202a+49 30\u202c ${EVIL}`;
  expect(marked(jsx("p", { dir: "auto", children: body }))).toBe(
    `<p dir="auto">${body.replace("\u202e", "*")}</p>`,
  );
});

test("no text is changed that has nothing of it, and React has nothing to complain of", () => {
  const complain = vi.spyOn(console, "error").mockImplementation(() => {});
  const props = { children: ["José ", "印刷", 3] };
  expect(jsxs("p", props).props).toBe(props);
  marked(jsxs("p", { children: [EVIL, jsx("b", { children: "x" }), EVIL] }));
  marked(jsx("ul", { children: ["a", "b"].map((key) => jsx("li", { children: EVIL }, key)) }));
  expect(complain).not.toHaveBeenCalled();
});
