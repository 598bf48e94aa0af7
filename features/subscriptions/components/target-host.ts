/** "api.example.com:8080"; the text itself where it is not a URL. */
export function targetHost(targetUrl: string): string {
  return URL.parse(targetUrl)?.host ?? targetUrl;
}
