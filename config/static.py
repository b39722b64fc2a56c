"""Static files under hashed names, ES module imports rewritten to them."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashedStaticFilesStorage(ManifestStaticFilesStorage):
    """A browser may keep every file for ever, because a changed file has another name."""

    support_js_module_import_aggregation = True
