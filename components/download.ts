/** Saves text or bytes as a file, without a request. */
export function downloadFile(filename: string, content: BlobPart, contentType = "text/plain"): void {
  const url = URL.createObjectURL(new Blob([content], { type: contentType }));
  const link = document.createElement("a");
  link.href = url;
  link.download = filename;
  link.click();
  URL.revokeObjectURL(url);
}
