/**
 * Lets a command end without a word when nobody reads `stream` any more, as in `hearth logs MyFn | head`. Errors of other
 * kinds are thrown. A server has clients and goes on, whatever becomes of its terminal: it looks after that by itself.
 */
export function endWithReader(stream: NodeJS.WritableStream, words: readonly string[], end: () => void): void {
  if (words[0] === "up") return;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    end();
  });
}
