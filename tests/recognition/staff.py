"""Who works in the admin."""

from django.contrib.auth.models import Group, User
from django.test import Client


def reviewer(name: str) -> Client:
    """Somebody of the group `reviewer`, logged in."""
    user = User.objects.create_user(name, is_staff=True)
    user.groups.set(Group.objects.filter(name="reviewer"))
    client = Client()
    client.force_login(user)
    return client
