from typing import Any

from django.db import migrations

# (model, codename, the name that Django gives it). The permissions are made here as `migrate` would make them after its
# last migration, because on a new database they are not there yet; it then finds them and makes no second ones.
REVIEWER = [
    ("prediction", "view_prediction", "Can view prediction"),
    ("review", "view_review", "Can view review"),
    ("review", "add_review", "Can add review"),
]
OPERATOR = [
    ("prediction", "view_prediction", "Can view prediction"),
    ("prediction", "change_prediction", "Can change prediction"),
    ("review", "view_review", "Can view review"),
    ("modelversion", "view_modelversion", "Can view model version"),
    ("modelversion", "activate_modelversion", "Can activate a model and roll back"),
]


def make_groups(apps: Any, schema_editor: Any) -> None:
    for name, permissions in (("reviewer", REVIEWER), ("operator", OPERATOR)):
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(*(permission(apps, *one) for one in permissions))


def permission(apps: Any, model: str, codename: str, name: str) -> Any:
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="recognition", model=model)
    permissions = apps.get_model("auth", "Permission").objects
    return permissions.get_or_create(content_type=kind, codename=codename, defaults={"name": name})[0]


class Migration(migrations.Migration):
    dependencies = [
        ("recognition", "0008_queue"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        # Back: the groups stay, because people are in them.
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
