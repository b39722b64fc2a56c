"""Template filters for the admin's pages."""

from django import template

from recognition.display.thumbnails import thumbnail

register = template.Library()
register.filter(thumbnail)
