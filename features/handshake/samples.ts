/** Whole receivers that answer the handshake, and check each delivery by the value; a test runs them. PORT says where they listen. */
export const HANDSHAKE_SAMPLES = {
  node: `import { createServer } from "node:http";

let hookSecret; // Keep it where a restart does not lose it.

createServer((request, response) => {
  const given = request.headers["x-hook-secret"];
  let body = "";
  request.on("data", (chunk) => (body += chunk));
  request.on("end", () => {
    if (body === "") {
      hookSecret = given;
      response.writeHead(200, { "X-Hook-Secret": given }).end();
      return;
    }
    response.writeHead(given === hookSecret ? 200 : 401).end();
  });
}).listen(Number(process.env.PORT ?? 8080));
`,
  python: `import os
from http.server import BaseHTTPRequestHandler, HTTPServer

hook_secret = None  # Keep it where a restart does not lose it.


class Hook(BaseHTTPRequestHandler):
    def do_POST(self):
        global hook_secret
        given = self.headers.get("X-Hook-Secret")
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not body:
            hook_secret = given
            self.send_response(200)
            self.send_header("X-Hook-Secret", given)
        else:
            self.send_response(200 if given == hook_secret else 401)
        self.end_headers()


HTTPServer(("", int(os.environ.get("PORT", 8080))), Hook).serve_forever()
`,
  go: `package main

import (
	"io"
	"net/http"
	"os"
	"sync/atomic"
)

var hookSecret atomic.Value // Keep it where a restart does not lose it.

func hook(w http.ResponseWriter, r *http.Request) {
	given := r.Header.Get("X-Hook-Secret")
	body, _ := io.ReadAll(r.Body)
	if len(body) == 0 {
		hookSecret.Store(given)
		w.Header().Set("X-Hook-Secret", given)
	} else if given != hookSecret.Load() {
		w.WriteHeader(http.StatusUnauthorized)
	}
}

func main() {
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	panic(http.ListenAndServe(":"+port, http.HandlerFunc(hook)))
}
`,
};
