import base64
import io
import logging

from PIL import Image

logger = logging.getLogger()
logger.setLevel(logging.INFO)


def lambda_handler(event, context):
    """Makes a PNG thumbnail of the base64 image in the event, at most `size` pixels wide and high."""
    size = int(event.get("size", 64))
    image = Image.open(io.BytesIO(base64.b64decode(event["image"])))
    original = image.size
    image.thumbnail((size, size))
    out = io.BytesIO()
    image.convert("RGB").save(out, format="PNG", optimize=True)
    logger.info("thumbnail %s -> %s", original, image.size)
    return {
        "width": image.size[0],
        "height": image.size[1],
        "contentType": "image/png",
        "image": base64.b64encode(out.getvalue()).decode("ascii"),
    }
