/** Flushing several files together costs the disk little more than flushing one. */
const AT_ONCE = 8;

/** Runs `action` over all items, a few at a time; the first failure stops the others after what they are at. */
export async function aFewAtOnce<T>(items: readonly T[], action: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  let failed = false;
  const results = await Promise.allSettled(
    Array.from({ length: Math.min(AT_ONCE, items.length) }, async () => {
      for (const item of rest) {
        if (failed) return;
        try {
          await action(item);
        } catch (error) {
          failed = true;
          throw error;
        }
      }
    }),
  );
  for (const result of results) if (result.status === "rejected") throw result.reason;
}
