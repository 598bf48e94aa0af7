import { MASK } from "@/lib/credential-headers";

/** A URL with the values of its query masked, which are often secrets; their names stay. Text that is no URL comes back alike. */
export function maskQuery(url: string): string {
  const start = url.search(/[?#]/);
  if (start === -1) return url;
  const [query = "", ...fragment] = url.slice(start).split("#");
  const masked = query.slice(1).split("&").map(maskParameter).join("&");
  return `${url.slice(0, start)}${query && `?${masked}`}${fragment.length > 0 ? `#${MASK}` : ""}`;
}

/** A parameter without a value may be the secret itself. */
function maskParameter(parameter: string): string {
  if (parameter === "") return "";
  const equals = parameter.indexOf("=");
  return equals === -1 ? MASK : `${parameter.slice(0, equals)}=${MASK}`;
}
