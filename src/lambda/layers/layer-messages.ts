/** Kind and message of each error about layers; a third word marks Hearth's own wording. */
export const LAYER_MESSAGES = {
  // Layers of functions.
  "too-many-layers": ["invalid", "Cannot reference more than 5 layers."],
  "layer-not-found": ["invalid", "Layer version {arn} does not exist."],
  "layer-other-region": [
    "invalid",
    "Layers are not in the same region as the function. Layers are expected to be in region {region}.",
  ],
  "same-layer-twice": [
    "invalid",
    "Two different versions of the same layer are not allowed to be referenced in the same function. {first} and {second} are versions of the same layer.",
  ],
  "layers-too-large": ["invalid", "Layers consume more than the available size of 262144000 bytes"],
  "code-and-layers-too-large": [
    "invalid",
    "Function code combined with layers exceeds the maximum allowed size of 262144000 bytes. The actual size is {bytes} bytes.",
  ],

  // Layers themselves.
  "no-layer-source": ["invalid", "Please provide Content.ZipFile, or Content.S3Bucket and Content.S3Key.", "hearth"],
  "unknown-layer-runtimes": [
    "validation",
    "1 validation error detected: Value '[{given}]' at 'compatibleRuntimes' failed to satisfy constraint: Member must satisfy enum value set: [{runtimes}]",
  ],
  "unknown-layer-runtime": [
    "validation",
    "1 validation error detected: Value '{given}' at 'compatibleRuntime' failed to satisfy constraint: Member must satisfy enum value set: [{runtimes}]",
  ],
  "layer-version-below-one": ["invalid", "Layer Version Cannot be less than 1"],
  "layer-unreachable": [
    "not-found",
    "Layers from '{region}' are not reachable in this region ('{ownRegion}')",
    "hearth",
  ],
  "layer-version-not-found": ["not-found", "Layer version {arn} does not exist."],
} as const;
