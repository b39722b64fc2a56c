# One image for every service of docker-compose.yml: they differ in their command only.
FROM python:3.12-slim AS build
COPY requirements/run.txt /requirements.txt
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --no-compile --no-deps --require-hashes --requirement /requirements.txt

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 digits && mkdir /var/digits && chown digits:digits /var/digits
COPY --from=build /venv /venv
WORKDIR /srv/digits
COPY manage.py ./
COPY config config
COPY recognition recognition
COPY workers workers
COPY ml ml
COPY templates templates
COPY static static
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=config.settings VAR_DIR=/var/digits HOST=0.0.0.0 PORT=8000
USER digits
VOLUME /var/digits
EXPOSE 8000
CMD ["gunicorn", "--config", "config/gunicorn.py"]
