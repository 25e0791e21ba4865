/**
 * What to do when nobody reads `stream` any more, as in `hearth logs MyFn | head`: a command has no more to say and ends
 * without a word, as other programs do; a server has clients, and goes on. Errors of other kinds are thrown.
 */
export function endWithReader(stream: NodeJS.WritableStream, words: readonly string[], end: () => void): void {
  const isServer = words[0] === "up";
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    if (!isServer) end();
  });
}
