/** Kind and message of the errors of container images; a third word marks Hearth's own wording. */
export const IMAGE_MESSAGES = {
  "image-on-zip-function": ["invalid", "Please don't provide ImageUri when updating a function with packageType Zip."],
  "zip-on-image-function": ["invalid", "Please provide ImageUri when updating a function with packageType Image."],
  "no-image": ["invalid", "Please provide ImageUri when creating a function with packageType Image.", "hearth"],
  "zip-members-with-image": [
    "invalid",
    "Please don't provide Handler or Runtime or Layer when the intended function PackageType is Image.",
  ],
  "image-settings-with-zip": [
    "invalid",
    "Please don't provide ImageConfig when the intended function PackageType is Zip.",
    "hearth",
  ],
  "key-of-image": [
    "invalid",
    "Please don't provide SourceKMSKeyArn when the intended function PackageType is Image.",
    "hearth",
  ],
  "image-settings-too-large": ["invalid", "ImageConfig must be smaller than 16384 bytes.", "hearth"],
  "invalid-image": ["invalid", "Source image {uri} is not valid. Provide a valid source image."],
  "signing-of-image": ["invalid", "Code signing is not supported for functions created with container images."],
} as const;
