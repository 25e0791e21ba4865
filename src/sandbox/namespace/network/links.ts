/** A pair of addresses for the cable between the host and one sandbox, as the launcher takes them. */
export interface Link {
  readonly block: number;
  readonly index: number;
  /** Name of the host's end. */
  readonly device: string;
  readonly hostAddress: string;
  readonly guestAddress: string;
}

/**
 * Links lie in 169.254.64.0/18: link-local addresses are never routed, so they cannot collide with a network that the
 * host is attached to; AWS uses the same range inside its sandboxes. 32 blocks of 256 links of two addresses each.
 */
export const BLOCKS = 32;
export const LINKS_PER_BLOCK = 256;
export const DEVICE_PREFIX = "hth";
const FIRST_ADDRESS = (169 << 24) | (254 << 16) | (64 << 8);

export function link(block: number, index: number): Link {
  const host = FIRST_ADDRESS + (block * LINKS_PER_BLOCK + index) * 2;
  return {
    block,
    index,
    device: `${DEVICE_PREFIX}${block}-${index}`,
    hostAddress: dotted(host),
    guestAddress: dotted(host + 1),
  };
}

/** The addresses of a block in prefix notation. */
export function blockPrefix(block: number): string {
  return `${link(block, 0).hostAddress}/23`;
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
}
