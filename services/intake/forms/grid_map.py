"""What the map of grids takes and gives over HTTP."""

from __future__ import annotations

from marshmallow import fields

from services.chassis.web.forms import CodeField, EnumField, Form, PageQuery
from services.county.elements import ElementKind


class MapQuery(PageQuery):
    """A place; without it the reader's own."""

    place = CodeField(load_default=None)


class BuildingForm(Form):
    """A building of a grid, a place of its own in the tree."""

    code = CodeField(required=True)
    name = fields.String(required=True)


class ElementForm(Form):
    """A building, thing or organisation that the county file ties to a grid."""

    code = CodeField(required=True)
    name = fields.String(required=True)
    kind = EnumField(ElementKind, required=True)


class GridForm(Form):
    """One grid; `at` is `[x, y]` of 0 to 1000 on the county's schematic map, `events` its open matters."""

    grid = CodeField(required=True)
    name = fields.String(required=True)
    town = CodeField(required=True, allow_none=True)
    village = CodeField(required=True, allow_none=True)
    head = fields.String(required=True, allow_none=True)
    at = fields.List(fields.Integer(), required=True, allow_none=True)
    buildings = fields.List(fields.Nested(BuildingForm), required=True)
    elements = fields.List(fields.Nested(ElementForm), required=True)
    events = fields.Integer(required=True)


class GridMapForm(Form):
    """Grids in the county file's order, and the code to go on from."""

    grids = fields.List(fields.Nested(GridForm), required=True)
    after = fields.String(required=True, allow_none=True)
