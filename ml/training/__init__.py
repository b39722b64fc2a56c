"""Makes the models that `ml` serves. Keras 3, whatever its backend; the only part that needs the training
stack."""
