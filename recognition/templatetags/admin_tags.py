"""Template filters for the admin's pages."""

from django import template

from recognition.thumbnails import thumbnail

register = template.Library()
register.filter(thumbnail)
