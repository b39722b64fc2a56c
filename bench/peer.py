"""The seed's kind of demo, to be measured beside us: a Flask app that decodes, resizes to 28x28 and calls `predict`.

Written from its description; served by Flask's own server, as such demos are.
"""

import io
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
from flask import Flask, Response, jsonify, request
from PIL import Image

from ml.training.learning.architectures import seed

app = Flask(__name__)
model = seed()


@app.post("/predict")
def predict() -> Response:
    image = Image.open(io.BytesIO(request.files["image"].read())).convert("L").resize((28, 28))
    pixels = np.asarray(image, np.float32).reshape(1, 28, 28, 1) / 255
    probabilities = model.predict(pixels, verbose=0)[0]
    return jsonify(digit=int(probabilities.argmax()), probabilities=[float(p) for p in probabilities])


if __name__ == "__main__":
    model.predict(np.zeros((1, 28, 28, 1), np.float32), verbose=0)  # traced before the first request, to be fair
    app.run(port=int(sys.argv[1]), threaded=True)
